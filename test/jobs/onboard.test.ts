// Which repositories are gone by the list of an installation, which were only skipped in
// it, and what follows from what is otherwise now.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Context } from '../../src/jobs/context.ts';
import { runOnboard, syncRepositories } from '../../src/jobs/onboard.ts';
import type { NewJob } from '../../src/model/job.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { NOW } from '../support/make-facts.ts';

const ACME = { id: 1, login: 'acme', installationId: 1, state: 'active' } as const;

let dataDir: string;
let store: Store;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'onboard-'));
  store = await openStore({ dataDir });
  await store.organizations.save(ACME);
});
afterEach(async () => {
  await store.close();
  await rm(dataDir, { recursive: true, force: true });
});

/**
 * A look in which the list of repositories is read as these ids, one after the other; the last as often as it takes.
 */
function look(...readings: readonly (readonly number[])[]): Promise<void> {
  return lookMeanwhile(async () => undefined, ...readings);
}

/** The same, in which something else happens while the list is read. */
async function lookMeanwhile(
  meanwhile: () => Promise<void>,
  ...readings: readonly (readonly number[])[]
): Promise<void> {
  const left = [...readings];
  const github = {
    pages: async function* () {
      await meanwhile();
      const ids = (left.length > 1 ? left.shift() : left[0]) ?? [];
      for (const id of ids)
        yield {
          id,
          full_name: `acme/r${id}`,
          private: true,
          archived: false,
          has_issues: true,
          default_branch: 'main',
        };
    },
  };
  const context = {
    store,
    now: () => NOW,
    github: { forInstallation: async () => github },
    queue: { add: async () => 0 },
  };
  await syncRepositories(context as unknown as Context, ACME, () => []);
}

const gone = async () =>
  (await store.repositories.list(ACME.id)).flatMap(({ id, goneAt }) => (goneAt === undefined ? [] : [id]));
const all = Array.from({ length: 150 }, (_, at) => at + 1);
const without = (...ids: readonly number[]) => all.filter((id) => !ids.includes(id));

it('a repository that was skipped because another one went while the list was read is not gone, and that one is', async () => {
  await look(all);
  // The 3rd is deleted after the first page: the 101st stands on it by then, and the second page begins with the 102nd.
  await look(without(101), without(3));
  expect(await gone()).toEqual([]);
  await look(without(3));
  expect(await gone()).toEqual([3]);
});

it('a repository that another look saved while the list was read is not gone', async () => {
  await look([1]);
  await lookMeanwhile(() => look([1, 2]), [1]);
  expect(await gone()).toEqual([]);
  await look([1]);
  expect(await gone()).toEqual([2]);
});

it('a list of one page is read once', async () => {
  await look(all.slice(0, 90));
  await look(all.slice(0, 89), all.slice(0, 90));
  expect(await gone()).toEqual([90]);
});

/** What an event about the installation leads to, when GitHub lists these repositories. */
async function onboarded(
  installation: { readonly suspended_at?: string; readonly permissions?: Readonly<Record<string, string>> },
  ...repositories: readonly object[]
): Promise<readonly NewJob[]> {
  const asked: NewJob[] = [];
  const account = { id: ACME.id, login: ACME.login, type: 'Organization' };
  const entry = { full_name: 'acme/shop', private: true, default_branch: 'main' };
  const github = {
    pages: async function* () {
      for (const each of repositories) yield { archived: false, has_issues: true, ...entry, ...each };
    },
  };
  const context = {
    store,
    now: () => NOW,
    github: {
      asApp: { find: async () => ({ id: 1, account, permissions: {}, ...installation }) },
      forInstallation: async (_: number, granted?: string) => {
        if (granted !== undefined) renewed.push(granted);
        return github;
      },
    },
    queue: { add: async (jobs: readonly NewJob[]) => asked.push(...jobs) },
    log: { info: () => undefined, warn: () => undefined },
  };
  await runOnboard(context as unknown as Context, { installationId: 1 });
  return asked;
}

/** Under which permissions a new token was taken. */
const renewed: string[] = [];

const typesOf = (jobs: readonly NewJob[]) => jobs.map(({ type }) => type);

it('nothing follows from a list that says what is known', async () => {
  await onboarded({}, { id: 1 });
  expect(await onboarded({}, { id: 1 })).toEqual([]);
});

it('what was written into a repository is looked at at once when everybody may read it', async () => {
  await onboarded({}, { id: 1 });
  expect(typesOf(await onboarded({}, { id: 1, private: false }))).toEqual(['enforce']);
});

it('a repository whose default branch is another one has its files read from there', async () => {
  await onboarded({}, { id: 1 }, { id: 2, full_name: 'acme/infra' });
  expect(await onboarded({}, { id: 1, default_branch: 'trunk' }, { id: 2, full_name: 'acme/infra' })).toMatchObject([
    { type: 'scan', payload: { repositoryId: 1 } },
    { type: 'settings', payload: { repositoryId: 1 } },
  ]);
});

it('what happened while the App was not let in is looked for as soon as it is again', async () => {
  await onboarded({}, { id: 1 });
  expect(await onboarded({ suspended_at: '2026-11-01T00:00:00Z' }, { id: 1 })).toEqual([]);
  expect(typesOf(await onboarded({}, { id: 1 }))).toEqual(['settings', 'sweep']);
  expect(await onboarded({}, { id: 1 })).toEqual([]);
});

it('what was not visible is looked for as soon as an owner grants more, with a token that has it', async () => {
  const [few, more] = [{ metadata: 'read' }, { members: 'read', metadata: 'read' }];
  await onboarded({ permissions: few }, { id: 1 });
  renewed.length = 0;
  expect(await onboarded({ permissions: few }, { id: 1 })).toEqual([]);
  expect(renewed).toEqual([]);
  expect(typesOf(await onboarded({ permissions: more }, { id: 1 }))).toEqual(['settings', 'sweep']);
  expect(renewed).toEqual([expect.stringContaining('members')]);
  expect(await onboarded({ permissions: { metadata: 'read', members: 'read' } }, { id: 1 })).toEqual([]);
});

it('what was granted while the App was not let in is seen with a token that has it', async () => {
  const [few, more] = [{ metadata: 'read' }, { members: 'read', metadata: 'read' }];
  await onboarded({ permissions: few }, { id: 1 });
  await onboarded({ permissions: more, suspended_at: '2026-11-01T00:00:00Z' }, { id: 1 });
  renewed.length = 0;
  expect(typesOf(await onboarded({ permissions: more }, { id: 1 }))).toEqual(['settings', 'sweep']);
  expect(renewed).toEqual([expect.stringContaining('members')]);
});
