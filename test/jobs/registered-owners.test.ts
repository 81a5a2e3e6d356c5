// Who answers for what is due, where the register names people who have left.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readGround } from '../../src/jobs/reading/ground.ts';
import { upkeepOf } from '../../src/jobs/reading/upkeep.ts';
import { DAY, isoDay } from '../../src/model/time.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { ALICE, makeCredential, makeFile, makeNotice, makePerson, NOW } from '../support/make-facts.ts';
import { makePolicy } from '../support/make-situation.ts';

const ACME = { id: 1, login: 'acme', installationId: 1, state: 'active' } as const;
const BOB = makePerson({ id: 9, login: 'bob' });

let dataDir: string;
let store: Store;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'registered-owners-'));
  store = await openStore({ dataDir });
  await store.organizations.save(ACME);
  await store.people.save(ACME.id, [ALICE, BOB]);
  const who = { id: ALICE.id, login: ALICE.login };
  await store.departures.add(ACME.id, [makeNotice({ who, effectiveAt: NOW - DAY, learnedAt: NOW - DAY })]);
});
afterEach(async () => {
  await store.close();
  await rm(dataDir, { recursive: true, force: true });
});

async function ownersOfDue(...entries: readonly (readonly [string, number])[]): Promise<readonly string[] | undefined> {
  const credentials = entries.map(([owner, days]) => {
    return { match: 'deploy-key:*', owner, purpose: 'deploys', expires: isoDay(NOW + days * DAY) };
  });
  const policy = makePolicy({ credentials, max_age_days: { default: 10 } });
  await store.policies.save(ACME.id, { policy, origin: 'default', problems: [] });
  const ground = await readGround(store, ACME, NOW);
  const files = [makeFile({ credential: makeCredential({ createdAt: NOW - 20 * DAY }) })];
  const upkeep = await upkeepOf(store, ground, () => [{ files, around: [] }]);
  return upkeep?.lifecycle?.due[0]?.file.owners;
}

it.each<[string, readonly (readonly [string, number])[], readonly string[]]>([
  ['the owner of the entry that holds longest', [['bob', 300]], ['@bob']],
  [
    'somebody who is here, though an entry of somebody who left holds longer',
    [
      ['alice', 300],
      ['bob', 200],
    ],
    ['@bob'],
  ],
  ['nobody, where its only owner has left', [['alice', 300]], []],
])('what is due is told to %s', async (_, entries, owners) => {
  expect(await ownersOfDue(...entries)).toEqual(owners);
});
