// Several processes share the work, each with tokens of its own: what one learns was granted, all of them have.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Context, openSite } from '../../src/jobs/context.ts';
import { runOnboard } from '../../src/jobs/onboard.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { connectTo, type Door, makeDoor } from '../support/make-door.ts';

let acme: Door;
let store: Store;
let dataDir: string;
beforeAll(async () => {
  acme = await makeDoor({ permissions: { metadata: 'read' } });
  dataDir = await mkdtemp(join(tmpdir(), 'granted-'));
  store = await openStore({ dataDir });
});
afterAll(async () => {
  await store.close();
  await acme.close();
  await rm(dataDir, { recursive: true, force: true });
});

/** One process: only the ledger is common to them. */
function worker(): Context {
  const quiet = () => undefined;
  return {
    store,
    now: Date.now,
    github: connectTo(acme.github.url, acme.appId, acme.privateKey),
    queue: { add: async () => 0 },
    log: { info: quiet, warn: quiet, error: quiet },
  } as unknown as Context;
}

const newTokens = () => acme.github.requests.filter(({ path }) => path.endsWith('/access_tokens')).length;

it('no process goes on with a token of before more was granted, and none takes more than one for it', async () => {
  const workers = [worker(), worker(), worker()] as const;
  const [first, ...others] = workers;
  const seen = (each: Context) => openSite(each, acme.acme.id).then(({ github }) => github.granted());
  await runOnboard(first, { installationId: acme.installationId });
  for (const each of workers) expect(await seen(each)).toBe('metadata: read');

  acme.github.acceptPermissions(acme.installationId, acme.alice, { members: 'read' });
  await runOnboard(first, { installationId: acme.installationId });
  const before = newTokens();
  for (const each of workers) expect(await seen(each)).toBe('members: read, metadata: read');
  await Promise.all(others.flatMap((each) => [seen(each), seen(each)]));
  expect(newTokens() - before, 'the first has its own already').toBe(2);
});

it('where no new token is given, it is asked for again as soon as somebody opens the door', async () => {
  const late = worker();
  const open = () => openSite(late, acme.acme.id);
  await open();
  await store.notes.save(`granted:${acme.acme.id}`, 'something else');
  acme.github.fault({ on: /access_tokens/, status: 422, message: 'not now' });
  await open();
  const before = newTokens();
  await open();
  expect(newTokens() - before).toBe(1);
});
