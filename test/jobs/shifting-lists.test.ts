// Whoever goes while a list of several pages is read moves the rest forward, past the end
// of a page that was read before: nobody is gone for that.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runAccess } from '../../src/jobs/access.ts';
import type { Context } from '../../src/jobs/context.ts';
import { askAboutCases } from '../../src/jobs/people/ask-about-cases.ts';
import { noticeBlocks } from '../../src/jobs/people/blocks.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { asKnown } from '../support/make-door.ts';
import { makeCredential, NOW } from '../support/make-facts.ts';

const ACME = { id: 1, login: 'acme', installationId: 1, state: 'active' } as const;
const TEAMS = 'GET /orgs/{org}/teams';
const MEMBERS = 'GET /orgs/{org}/teams/{team_slug}/members';
const COLLABORATORS = 'GET /repos/{owner}/{repo}/collaborators';
const CHOSEN = 'GET /orgs/{org}/actions/secrets/{secret_name}/repositories';
const INVITATIONS = 'GET /repos/{owner}/{repo}/invitations';
const BLOCKS = 'GET /orgs/{org}/blocks';

let dataDir: string;
let store: Store;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'shifting-'));
  store = await openStore({ dataDir });
  await store.organizations.save(ACME);
});
afterEach(async () => {
  await store.close();
  await rm(dataDir, { recursive: true, force: true });
});

type Readings = Readonly<Record<string, readonly (readonly number[])[]>>;

/**
 * GitHub whose lists are read as these ids, one reading after the other; the last as often
 * as it takes, and any other list as empty.
 */
function shifting(readings: Readings): { context: Context; read: readonly string[] } {
  const left = new Map(Object.entries(readings).map(([route, all]) => [route, [...all]]));
  const read: string[] = [];
  const permissions = { push: true, maintain: false, admin: false };
  const github = {
    pages: async function* (route: string) {
      read.push(route);
      const all = left.get(route) ?? [[]];
      for (const id of (all.length > 1 ? all.shift() : all[0]) ?? [])
        yield { id, login: `u${id}`, slug: `t${id}`, permissions, invitee: { id, login: `u${id}` } };
    },
    find: async () => undefined,
  };
  const context = {
    store,
    now: () => NOW,
    log: { warn: () => undefined },
    github: { forInstallation: async () => github },
  };
  return { context: context as unknown as Context, read };
}

const all = Array.from({ length: 150 }, (_, at) => at + 1);
const without = (...ids: readonly number[]) => all.filter((id) => !ids.includes(id));
/** The 3rd goes after the first page: the 101st stands on it by then, and the second page begins with the 102nd. */
const SHIFTED = [without(101), without(3)];

const look = async (readings: Readings, repositoryId?: number) => {
  const { context, read } = shifting(readings);
  await runAccess(context, { org: ACME.id, ...(repositoryId === undefined ? {} : { repositoryId }) });
  return read;
};
const gone = (people: readonly { readonly id: number; readonly goneAt?: number }[] | undefined) =>
  people?.flatMap(({ id, goneAt }) => (goneAt === undefined ? [] : [id]));

it('a member of a team', async () => {
  const ended = async () => gone((await store.records.read(ACME.id, 'team-members', '7'))?.people);
  await look({ [TEAMS]: [[7]], [MEMBERS]: [all] });
  await look({ [TEAMS]: [[7]], [MEMBERS]: SHIFTED });
  expect(await ended()).toEqual([]);
  await look({ [TEAMS]: [[7]], [MEMBERS]: [without(3)] });
  expect(await ended()).toEqual([3]);
});

it('a team with its members', async () => {
  const ended = async () =>
    [...(await store.records.list(ACME.id, 'team-members'))].flatMap(([id, { people }]) =>
      people.some(({ goneAt }) => goneAt !== undefined) ? [id] : [],
    );
  await look({ [TEAMS]: [all], [MEMBERS]: [[1]] });
  await look({ [TEAMS]: SHIFTED, [MEMBERS]: [[1]] });
  expect(await ended()).toEqual([]);
  await look({ [TEAMS]: [without(3)], [MEMBERS]: [[1]] });
  expect(await ended()).toEqual(['3']);
});

it('somebody who may write in a repository', async () => {
  await store.repositories.save(ACME.id, [asKnown({ id: 5, name: 'shop' })]);
  const ended = async () => gone((await store.records.read(ACME.id, 'access', '5'))?.people);
  await look({ [COLLABORATORS]: [all] }, 5);
  await look({ [COLLABORATORS]: SHIFTED }, 5);
  expect(await ended()).toEqual([]);
  await look({ [COLLABORATORS]: [without(3)] }, 5);
  expect(await ended()).toEqual([3]);
  const read = await look({ [COLLABORATORS]: [all.slice(0, 90)] }, 5);
  expect(read, 'a list of one page is read once').toEqual([COLLABORATORS]);
});

it('a repository that was chosen for a secret', async () => {
  const secret = { kind: 'actions-secret', name: 'TOKEN', scope: {}, facts: { visibility: 'selected' } };
  const credential = makeCredential(secret);
  await store.credentials.save(ACME.id, [credential], NOW);
  const chosen = async () => (await store.records.read(ACME.id, 'selected', credential.id))?.repositoryIds ?? [];
  await look({ [CHOSEN]: [all] });
  await look({ [CHOSEN]: SHIFTED });
  expect(await chosen()).toContain(101);
  await look({ [CHOSEN]: [without(3)] });
  expect([...(await chosen())].toSorted((a, b) => a - b)).toEqual(without(3));
});

it('a leaver who is invited', async () => {
  const stay = { id: 101, login: 'u101', since: NOW, seenAt: NOW, role: 'write' as const };
  const access = { repositoryId: 5, lookedAt: NOW, people: [stay] };
  await store.records.save(ACME.id, 'access', new Map([['5', access]]));
  const departure = { person: { id: 101, login: 'u101', bot: false, emails: [] }, notices: [] };
  const facts = {
    cases: [{ early: false, openReasons: ['invited'], items: [], departure }],
    repositories: new Map([[5, asKnown({ id: 5, name: 'shop' })]]),
  } as unknown as Parameters<typeof askAboutCases>[2];
  const ask = async (readings: readonly (readonly number[])[]) => {
    const { context } = shifting({ [INVITATIONS]: readings });
    await askAboutCases(context, { organization: ACME, github: await context.github.forInstallation(1) }, facts);
    return (await store.records.read(ACME.id, 'invitations', '5'))?.invited.some(({ id }) => id === 101);
  };
  expect(await ask([all])).toBe(true);
  expect(await ask(SHIFTED)).toBe(true);
  expect(await ask([without(101)])).toBe(false);
});

it('somebody who is blocked', async () => {
  const person = (id: number) => ({ id, login: `u${id}`, bot: false, emails: [] });
  await store.people.save(ACME.id, all.map(person));
  const said = async () => (await store.departures.list(ACME.id)).filter(({ says }) => says === 'stays');
  const notice = async (readings: readonly (readonly number[])[]) => {
    const { context } = shifting({ [BLOCKS]: readings });
    await noticeBlocks(context, { organization: ACME, github: await context.github.forInstallation(1) });
  };
  await notice([all]);
  await notice(SHIFTED);
  expect(await said()).toEqual([]);
  await notice([without(3)]);
  expect((await said()).map(({ who }) => who.id)).toEqual([3]);
});
