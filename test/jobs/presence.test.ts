import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Context, Site } from '../../src/jobs/context.ts';
import { askPresence, isIn } from '../../src/jobs/people/presence.ts';
import type { Case } from '../../src/model/case.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { NOW } from '../support/make-facts.ts';

const ACME = { id: 1, login: 'acme', installationId: 1, state: 'active' } as const;
const MALLORY = { id: 101, login: 'u101', bot: false, emails: [] };

let dataDir: string;
let store: Store;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'presence-'));
  store = await openStore({ dataDir });
  await store.organizations.save(ACME);
});
afterEach(async () => {
  await store.close();
  await rm(dataDir, { recursive: true, force: true });
});

/**
 * The list of outside collaborators, from which another one goes after the first page: the 101st is skipped in it once.
 */
function moving(): Site {
  const all = Array.from({ length: 150 }, (_, at) => at + 1);
  const readings = [all.filter((id) => id !== 101), all.filter((id) => id !== 3)];
  const github = {
    find: async () => undefined,
    pages: async function* () {
      for (const id of readings.shift() ?? []) yield { id, login: `u${id}` };
    },
  };
  return { organization: ACME, github } as unknown as Site;
}

it('a leaver who was skipped in a list that moved on is not out', async () => {
  const context = { store, now: () => NOW } as unknown as Context;
  const open = { departure: { person: MALLORY, notices: [] } } as unknown as Case;
  await askPresence(context, moving(), [open]);
  expect(await store.records.read(ACME.id, 'presence', '101')).toMatchObject({ membership: 'none', outsider: true });
});

it('somebody who came and was skipped in a list that moved on is in', async () => {
  expect(await isIn(moving(), MALLORY)).toBe(true);
});
