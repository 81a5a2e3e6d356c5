// What is asked about open cases, repository by repository, and which of them one answer speaks for.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { NotVisible } from '../../src/github/github.ts';
import { askRuns } from '../../src/jobs/asking/last-runs.ts';
import type { Context, Site } from '../../src/jobs/context.ts';
import { askAboutCases } from '../../src/jobs/people/ask-about-cases.ts';
import type { CaseItem } from '../../src/model/case.ts';
import type { Gap } from '../../src/model/coverage.ts';
import { RetryLater } from '../../src/model/job.ts';
import { DAY } from '../../src/model/time.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { asKnown } from '../support/make-door.ts';
import { NOW } from '../support/make-facts.ts';

const ACME = { id: 1, login: 'acme', installationId: 1, state: 'active' } as const;
type Note = (why: string) => void;

const LEAVER = { id: 101, login: 'u101' };

let dataDir: string;
let store: Store;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'ask-about-cases-'));
  store = await openStore({ dataDir });
  await store.organizations.save(ACME);
});
afterEach(async () => {
  await store.close();
  await rm(dataDir, { recursive: true, force: true });
});

const BLOCKED: Gap = { why: 'absent', says: 'not visible: GitHub itself blocks access there' };
const REFUSED: Gap = { why: 'permission', says: 'not visible: needs administration: read' };

/**
 * GitHub that does not show the repository r1, and has an invitation of the leaver in each
 * other one; and of which repositories it was asked.
 */
function github(gap?: Gap): { context: Context; site: Site; asked: readonly string[] } {
  const asked: string[] = [];
  const ask = (repo: string) => {
    asked.push(repo);
    if (repo === 'r1' && gap !== undefined) throw new NotVisible(gap);
  };
  const door = {
    pages: async function* (route: string, { repo }: { readonly repo: string }) {
      if (!route.endsWith('/invitations')) return;
      ask(repo);
      yield { id: 1, invitee: LEAVER };
    },
    find: async (route: string, { repo }: { readonly repo: string }) => {
      if (route.includes('/workflows/')) ask(repo);
      return { workflow_runs: [] };
    },
  };
  const context = { store, now: () => NOW, log: { warn: () => undefined } } as unknown as Context;
  return { context, site: { organization: ACME, github: door } as unknown as Site, asked };
}

/** Repositories in which the leaver may write, by number. */
async function casesAbout(many: number): Promise<Parameters<typeof askAboutCases>[2]> {
  const ids = Array.from({ length: many }, (_, at) => at + 1);
  const stay = { ...LEAVER, since: NOW, seenAt: NOW, role: 'write' as const };
  const access = ids.map((id) => [String(id), { repositoryId: id, lookedAt: NOW, people: [stay] }] as const);
  await store.records.save(ACME.id, 'access', new Map(access));
  const departure = { person: { ...LEAVER, bot: false, emails: [] }, notices: [] };
  return {
    cases: [{ early: false, openReasons: ['invited'], items: [], departure }],
    repositories: new Map(ids.map((id) => [id, asKnown({ id, name: `r${id}` })])),
  } as unknown as Parameters<typeof askAboutCases>[2];
}

it.each([
  ['a repository that GitHub blocks speaks for no other', BLOCKED, ['r1', 'r2', 'r3']],
  ['a permission that is missing is missing everywhere', REFUSED, ['r1']],
])('%s', async (_, gap, expected) => {
  const facts = await casesAbout(3);
  const invitations = github(gap);
  await askAboutCases(invitations.context, invitations.site, facts);
  expect(invitations.asked).toEqual(expected);
  const [look] = await store.coverage.at(ACME.id, 1);
  expect(look).toMatchObject({ source: 'invitation', gap });

  const dependents = [1, 2, 3].map((id) => ({
    repositoryId: id,
    repository: `acme/r${id}`,
    workflow: '.github/workflows/ci.yml',
  }));
  const runs = github(gap);
  await askRuns(runs.context, runs.site, [{ uses: { dependents } }] as unknown as CaseItem[]);
  expect(runs.asked).toEqual(expected);
});

const keptOf = (org: number) => store.records.list(org, 'invitations');

it('repositories for which there was no time come first in the next pass', async () => {
  const facts = await casesAbout(302);
  const first = github();
  await askAboutCases(first.context, first.site, facts);
  expect(first.asked).toHaveLength(300);
  expect(await keptOf(ACME.id)).toHaveLength(300);
  const second = github();
  await askAboutCases(second.context, second.site, facts);
  const left = Array.from(facts.repositories.values(), ({ fullName }) => fullName.replace('acme/', ''));
  expect(second.asked.slice(0, 2), 'those with an invitation that may be withdrawn wait for them').toEqual(
    left.filter((name) => !first.asked.includes(name)),
  );
  expect(await keptOf(ACME.id)).toHaveLength(302);
});

it('a limit in the middle keeps what was answered, and says of nothing else that it was asked', async () => {
  const facts = await casesAbout(3);
  const { context, site } = github();
  const pages = async function* (_: string, { repo }: { readonly repo: string }) {
    if (repo === 'r2') throw new RetryLater('the limit is used up', 1000);
    yield { id: 1, invitee: LEAVER };
  };
  const limited = { ...site, github: { ...site.github, pages } } as unknown as Site;
  await expect(askAboutCases(context, limited, facts)).rejects.toThrow(RetryLater);
  expect([...(await keptOf(ACME.id)).keys()]).toEqual(['1']);
});

it('what was asked before somebody left is asked again after it, and else once a day', async () => {
  const askedAfter = async (effectiveAt: number, lookedAt: number) => {
    const facts = await casesAbout(1);
    await store.records.save(ACME.id, 'invitations', new Map([['1', { lookedAt, invited: [] }]]));
    const cases = facts.cases.map((file) => ({
      ...file,
      departure: { ...file.departure, state: 'effective', effectiveAt, learnedAt: effectiveAt },
    }));
    const { context, site, asked } = github();
    await askAboutCases(context, site, { ...facts, cases } as unknown as typeof facts);
    return asked.length;
  };
  expect(await askedAfter(NOW - 5, NOW - 6)).toBe(1);
  expect(await askedAfter(NOW - 5, NOW - 5)).toBe(0);
  expect(await askedAfter(NOW - 9 * DAY, NOW - DAY)).toBe(1);
});

it('where invitations are not shown, that is kept of every repository, with what was known before', async () => {
  const facts = await casesAbout(3);
  await store.records.save(ACME.id, 'invitations', new Map([['3', { lookedAt: 1, invited: [LEAVER] }]]));
  const { context, site } = github(REFUSED);
  await askAboutCases(context, site, facts);
  const none = { lookedAt: NOW, invited: [], unseen: true };
  expect(Object.fromEntries(await keptOf(ACME.id))).toEqual({ 1: none, 2: none, 3: { ...none, invited: [LEAVER] } });
});

it('an invitation that cannot be read is told of its repository, and nothing counts as withdrawn there', async () => {
  const { context } = github();
  const pages = async function* (route: string, { repo }: { readonly repo: string }, _: unknown, note: Note) {
    if (!route.endsWith('/invitations')) return;
    if (repo === 'r1') note('id: expected a number');
    else yield { id: 1, invitee: LEAVER };
  };
  await store.records.save(ACME.id, 'invitations', new Map([['1', { lookedAt: 1, invited: [LEAVER] }]]));
  const site = { organization: ACME, github: { pages, find: async () => undefined } } as unknown as Site;
  await askAboutCases(context, site, await casesAbout(2));
  const seen = { lookedAt: NOW, invited: [LEAVER] };
  expect(Object.fromEntries(await keptOf(ACME.id))).toEqual({ 1: { ...seen, unseen: true }, 2: seen });
  const [look] = (await store.coverage.list(ACME.id)).filter(({ source }) => source === 'invitation');
  expect(look?.gap?.says).toMatch(/^1 of 1 .*invitations/);
});
