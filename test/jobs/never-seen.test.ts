// On the day of the installation, and whenever a repository comes: nobody has looked there
// yet, and no case may close on what is known.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { caseAlone } from '../../src/jobs/reading/case-alone.ts';
import { readGround } from '../../src/jobs/reading/ground.ts';
import { situations } from '../../src/jobs/reading/narrow.ts';
import { situation } from '../../src/jobs/reading/situation.ts';
import type { Departure } from '../../src/model/departure.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { makeCoverage, makeNotice, makePerson, NOW } from '../support/make-facts.ts';
import { makeHome, makePolicy, makeRepository } from '../support/make-situation.ts';

const ORG = { id: 1, login: 'acme', installationId: 1, state: 'active' } as const;
const MALLORY = makePerson({ id: 7, login: 'mallory' });

let dataDir: string;
let store: Store;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'never-seen-'));
  store = await openStore({ dataDir });
  await store.organizations.save(ORG);
  await store.policies.save(ORG.id, { policy: makePolicy(), origin: 'default', problems: [] });
  await store.people.save(ORG.id, [MALLORY]);
  await store.departures.add(ORG.id, [makeNotice({ who: { id: 7, login: 'mallory' } })]);
  const out = { lookedAt: NOW, membership: 'none', outsider: false, teams: [] } as const;
  await store.records.save(ORG.id, 'presence', new Map([['7', out]]));
});
afterAll(async () => {
  await store.close();
  await rm(dataDir, { recursive: true, force: true });
});

/** As each of those who read it has it: all must agree. */
async function reasons(): Promise<readonly string[]> {
  const whole = await situation(store, ORG, NOW);
  const parts = await Array.fromAsync(situations(store, ORG, NOW));
  const [only] = whole.cases;
  const alone = await caseAlone(store, await readGround(store, ORG, NOW), only?.departure as Departure, []);
  const all = [only, parts.flatMap(({ cases }) => cases)[0], alone?.case].map((each) => each?.openReasons ?? ['none']);
  expect(new Set(all.map(String)).size).toBe(1);
  return all[0] ?? [];
}

const codeOf = (repositoryId: number) => makeCoverage({ source: 'code', scope: { repositoryId }, lookedAt: NOW });

it('a case is open until every repository was looked into, and stays closed when another comes', async () => {
  await store.repositories.save(ORG.id, [makeRepository(), makeHome()]);
  await store.coverage.save(ORG.id, [makeCoverage(), codeOf(1)]);
  expect(await reasons()).toEqual(['not every repository was looked at yet']);
  await store.coverage.save(ORG.id, [codeOf(99)]);
  expect(await reasons()).toEqual([]);

  const [{ departure } = { departure: undefined }] = (await situation(store, ORG, NOW)).cases;
  const key = `case-issue:${departure?.id}`;
  const settles = departure?.effectiveAt ?? 0;
  const closed = (at: number) => store.records.save(ORG.id, 'issue-parts', new Map([[key, { settles: at }]]));
  await store.outcomes.save(ORG.id, key, { hash: 'x', remote: 5, state: 'closed' });
  await closed(settles);
  await store.repositories.save(ORG.id, [makeRepository({ id: 2, fullName: 'acme/new' })]);
  expect(await reasons()).toEqual([]);
  const gap = { why: 'failed', says: 'GitHub answered 502' } as const;
  await store.coverage.save(ORG.id, [{ ...codeOf(2), gap }]);
  expect(await reasons()).toEqual([]);

  await store.outcomes.save(ORG.id, key, { hash: 'x', remote: 5, state: 'open' });
  expect(await reasons()).toEqual(['1 place not looked at since the departure']);
  await store.outcomes.save(ORG.id, key, { hash: 'x', remote: 5, state: 'closed' });
  await closed(settles - 1);
  expect(await reasons(), 'closed before they left').toHaveLength(1);
});
