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

/** A list of which one item cannot be read. */
function odd(...ids: readonly number[]): Site {
  const github = {
    find: async () => undefined,
    pages: async function* (...[, , , note]: Parameters<Site['github']['pages']>) {
      note?.('id: expected a number');
      for (const id of ids) yield { id, login: `u${id}` };
    },
  };
  return { organization: ACME, github } as unknown as Site;
}

it('of a list in which one cannot be read whoever is in it is here, and of nobody else it is known', async () => {
  const context = { store, now: () => NOW, log: { warn: () => undefined } } as unknown as Context;
  const open = { departure: { person: MALLORY, notices: [] } } as unknown as Case;
  await askPresence(context, odd(3), [open]);
  expect(await store.records.read(ACME.id, 'presence', '101')).toEqual({ lookedAt: NOW });
  expect(await store.coverage.list(ACME.id)).toMatchObject([
    { source: 'human-access', gap: { why: 'absent', says: expect.stringMatching(/^1 of 2 .*outside_collaborators/) } },
  ]);
  await expect(isIn(odd(3), MALLORY)).rejects.toThrow(/^1 of 2 /);
  expect(await isIn(odd(101), MALLORY)).toBe(true);
  await askPresence(context, odd(101), [open]);
  expect(await store.records.read(ACME.id, 'presence', '101')).toMatchObject({ membership: 'none', outsider: true });
  expect(await store.coverage.list(ACME.id)).toEqual([]);
});
