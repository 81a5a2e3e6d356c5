// Who is gone by the lists of a sweep, and who was only skipped in them.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Context, Site } from '../../src/jobs/context.ts';
import { learnPeople, saveEvidence } from '../../src/jobs/people/accounts.ts';
import { syncPeople } from '../../src/jobs/people/people.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { makeEvidence, NOW } from '../support/make-facts.ts';

const ACME = { id: 1, login: 'acme', installationId: 1, state: 'active' } as const;

let dataDir: string;
let store: Store;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'people-'));
  store = await openStore({ dataDir });
  await store.organizations.save(ACME);
});
afterEach(async () => {
  await store.close();
  await rm(dataDir, { recursive: true, force: true });
});

/** A sweep in which the list of members is read as these ids, one after the other; the last as often as it takes. */
async function sweep(at: number, ...readings: readonly (readonly number[])[]): Promise<void> {
  const left = [...readings];
  const github = {
    find: async (_: string, { username }: { readonly username: string }) => ({
      id: Number(username.slice(1)),
      login: username,
      created_at: new Date(0),
    }),
    pages: async function* (route: string) {
      const ids = route.endsWith('/members') ? ((left.length > 1 ? left.shift() : left[0]) ?? []) : [];
      for (const id of ids) yield { id, login: `u${id}` };
    },
  };
  const context = { store, now: () => at, log: pino({ level: 'silent' }) } as unknown as Context;
  await syncPeople(context, { organization: ACME, github } as unknown as Site);
}

const left = async () => (await store.departures.list(ACME.id)).map(({ who, says }) => `${who.login} ${says}`);
const ids = (many: number) => Array.from({ length: many }, (_, at) => at + 1);

it('who was skipped because somebody left while the list was read has not left, and who did has', async () => {
  const all = ids(150);
  await sweep(NOW, all);
  // The 3rd leaves after the first page: the 101st stands on it by then, and the second page begins with the 102nd.
  const without = (...gone: readonly number[]) => all.filter((id) => !gone.includes(id));
  await sweep(NOW + 1, without(101), without(3));
  expect(await left()).toEqual([]);
  await sweep(NOW + 2, without(3));
  expect(await left()).toEqual(['u3 leaves']);
});

it('a list of one page is read once', async () => {
  await sweep(NOW, ids(90));
  await sweep(NOW + 1, ids(89), ids(90));
  expect(await left()).toEqual(['u90 leaves']);
});

it('nobody has left where GitHub shows no member at all, not even an owner', async () => {
  await sweep(NOW, ids(3));
  await sweep(NOW + 1, []);
  expect(await left()).toEqual([]);
  const [members] = (await store.coverage.at(ACME.id, undefined)).filter(({ source }) => source === 'member');
  expect(members?.gap?.says).toMatch(/^not visible: /);
  await sweep(NOW + 2, [1]);
  expect(await left()).toEqual(['u2 leaves', 'u3 leaves']);
});

it('evidence that names accounts by their id goes through nobody else: a push may bring a thousand values', async () => {
  const list = () => Promise.reject(new Error('all people were read'));
  const context = { store: { ...store, people: { ...store.people, list } } } as unknown as Context;
  const evidence = [makeEvidence({ who: { id: 7, login: 'mallory' } }), makeEvidence({ who: { email: 'm@home' } })];
  await saveEvidence(context, { organization: ACME } as unknown as Site, evidence);
  expect((await store.people.list(ACME.id)).map(({ id, login }) => [id, login])).toEqual([[7, 'mallory']]);
});

it('whoever took a login after one mention of it, and before another, is meant by that one, whichever is looked at first', async () => {
  const account = { id: 8, login: 'bob', created_at: new Date(NOW) };
  const find = async () => account;
  const site = { organization: ACME, github: { find } } as unknown as Site;
  const mentions = [NOW - 1, NOW + 1].map((before) => ({ who: { login: 'bob' }, before }));
  await learnPeople({ store } as unknown as Context, site, mentions.slice(0, 1));
  expect(await store.people.list(ACME.id)).toEqual([]);
  await learnPeople({ store } as unknown as Context, site, mentions);
  expect((await store.people.list(ACME.id)).map(({ id }) => id)).toEqual([8]);
});
