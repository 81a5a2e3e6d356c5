import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { situation } from '../../src/jobs/reading/situation.ts';
import { openStore } from '../../src/store/open.ts';

const ORG = 1;

/** A job that reads the roster writes the person first, then the notice; another one reads both at the same time. */
test('somebody who is learned of while the facts are read never looks unknown: that would open a second case', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'handback-read-order-'));
  const store = await openStore({ dataDir });
  const who = { id: 7, login: 'eve' };
  const learn = async () => {
    await store.people.save(ORG, [{ ...who, bot: false, emails: [] }]);
    const notice = {
      source: 'roster',
      who: { login: 'eve' },
      says: 'leaves',
      effectiveAt: 1,
      learnedAt: 2,
      detail: '',
    };
    await store.departures.add(ORG, [{ ...notice, says: 'leaves' }]);
  };
  let learned: Promise<void> | undefined;
  const between =
    <T>(read: (org: number) => Promise<T>) =>
    async (org: number) => {
      if (learned !== undefined) return learned.then(() => read(org));
      const before = read(org);
      learned = before.then(learn);
      await learned;
      return before;
    };
  const racing = {
    ...store,
    people: { ...store.people, list: between(store.people.list) },
    departures: { ...store.departures, list: between(store.departures.list) },
  };
  const organization = { id: ORG, login: 'acme', installationId: 1, state: 'active' } as const;
  const unknown = (await situation(racing, organization, 10)).departures.filter(({ person }) => person === undefined);
  expect(unknown).toEqual([]);
  expect((await situation(store, organization, 10)).departures).toMatchObject([{ person: who }]);
  await store.close();
  await rm(dataDir, { recursive: true });
});
