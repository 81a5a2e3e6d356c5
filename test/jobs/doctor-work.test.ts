// What the doctor takes for a place that somebody looks at again.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Context, Site } from '../../src/jobs/context.ts';
import { work } from '../../src/jobs/doctor/work.ts';
import { DAY } from '../../src/model/time.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { makeCoverage, NOW } from '../support/make-facts.ts';
import { makeRepository } from '../support/make-situation.ts';

const ACME = { id: 1, login: 'acme', installationId: 1, state: 'active' } as const;
const SHOP = 11;

let dataDir: string;
let store: Store;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'doctor-'));
  store = await openStore({ dataDir });
  await store.organizations.save(ACME);
  await store.repositories.save(ACME.id, [makeRepository({ id: SHOP, fullName: 'acme/shop' })]);
});
afterEach(async () => {
  await store.close();
  await rm(dataDir, { recursive: true, force: true });
});

async function examined(): Promise<readonly string[]> {
  const queue = { counts: async () => ({ waiting: 0, running: 0 }), dead: async () => [] };
  const context = { store, queue, now: () => NOW } as unknown as Context;
  const site = { organization: ACME } as unknown as Site;
  const manifest = { default_events: [], default_permissions: {} };
  const checkups = await work.run({ context, manifest, appId: 1, site });
  return checkups.map(({ state, says, next = '' }) => `${state}: ${says} ${next}`.trim());
}

it('names the repositories that nobody has looked into: until then no case closes', async () => {
  const more = ['a', 'b', 'c', 'd', 'e', 'f'].map((name, id) =>
    makeRepository({ id: id + 1, fullName: `acme/${name}` }),
  );
  await store.repositories.save(ACME.id, more);
  await store.coverage.save(ACME.id, [makeCoverage({ source: 'code', scope: { repositoryId: SHOP }, lookedAt: NOW })]);
  const says =
    'the code of 1 of 7 repositories has been read, not yet that of acme/a, acme/b, acme/c, acme/d, acme/e and 1 more';
  expect(await examined()).toContainEqual(
    expect.stringMatching(`^warning: ${says} .*Until all are read no case closes`),
  );
});

it.each(['evidence: ref-update', 'invitation'])(
  'what could not be asked about a maker, or for another case, is no place that nobody looked at: %s',
  async (source) => {
    const gap = { why: 'permission', says: 'not visible: needs contents: read' } as const;
    await store.coverage.save(ACME.id, [
      makeCoverage({ source, scope: { repositoryId: SHOP }, lookedAt: NOW - 40 * DAY, gap }),
      makeCoverage({ source: 'code', scope: { repositoryId: SHOP }, lookedAt: NOW }),
    ]);
    const told = await examined();
    expect(told).toContain('well: the one place was looked at within two days');
    expect(told).toContain(`warning: ${source}: not visible: needs contents: read (one place)`);
  },
);
