// What the doctor tells of work that GitHub refuses: nobody would look for it, as no job failed.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { GitHubFailure, NotVisible } from '../../src/github/github.ts';
import type { Context, Site } from '../../src/jobs/context.ts';
import { formerTexts } from '../../src/jobs/doctor/former-texts.ts';
import { gate } from '../../src/jobs/doctor/gate.ts';
import { examine } from '../../src/jobs/doctor/index.ts';
import { policy } from '../../src/jobs/doctor/policy.ts';
import { work } from '../../src/jobs/doctor/work.ts';
import { forgetRefusedChecks, rememberRefusedCheck } from '../../src/jobs/writing/refused-checks.ts';
import type { Organization } from '../../src/model/organization.ts';
import { DAY } from '../../src/model/time.ts';
import type { Unanswered } from '../../src/model/unanswered.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { makeCoverage, NOW } from '../support/make-facts.ts';
import { makePolicy, makeRepository } from '../support/make-situation.ts';

const ACME: Organization = { id: 1, login: 'acme', installationId: 1, state: 'active' };
const [SHOP, SITE] = [11, 12];

let dataDir: string;
let store: Store;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'doctor-'));
  store = await openStore({ dataDir });
  await store.organizations.save(ACME);
  await store.repositories.save(ACME.id, [
    makeRepository({ id: SHOP, fullName: 'acme/shop' }),
    makeRepository({ id: SITE, fullName: 'acme/site' }),
  ]);
});
afterEach(async () => {
  await store.close();
  await rm(dataDir, { recursive: true, force: true });
});

/** Numbers of the issues that somebody deleted, or that GitHub does not let us read. */
const [deleted, refused] = [new Set<number>(), new Set<number>()];

async function issue(_: string, { issue_number: number }: { readonly issue_number: number }) {
  if (refused.has(number)) throw new NotVisible({ why: 'permission', says: 'not visible' });
  return deleted.has(number) ? undefined : { number };
}

async function told(examination: typeof work, dead: readonly object[] = []): Promise<readonly string[]> {
  const queue = { counts: async () => ({ waiting: 0, running: 0 }), dead: async () => dead };
  const context = { store, queue, now: () => NOW } as unknown as Context;
  const site = { organization: ACME, github: { serverUrl: 'https://github.example', find: issue } } as unknown as Site;
  const manifest = { default_events: [], default_permissions: {} };
  const found = await examination.run({ context, manifest, appId: 1, site });
  return found.map(({ state, says, next }) => [state, says, next].filter(Boolean).join(' | '));
}

const job = { type: 'command', payload: { org: ACME.id } };
const owe = (key: string, more: Partial<Unanswered> = {}) => {
  const says = 'not visible: needs issues: write';
  const owed: Unanswered = { job, said: `what @bob said in acme/security#${key}`, says, since: NOW, ...more };
  return store.records.save(ACME.id, 'unanswered', new Map([[key, owed]]));
};

it.each([
  ['nothing was looked at yet', []],
  ['everything was looked at', [makeCoverage({ source: 'code', scope: { repositoryId: SHOP } })]],
])('where all is well nobody waits and no check is refused: %s', async (_, looks) => {
  await store.coverage.save(ACME.id, looks);
  expect((await told(work)).join('\n')).not.toMatch(/wait for|waits for|refused/);
});

it('a job that failed for good is wrong until everything was looked at after it, and told after that', async () => {
  const look = makeCoverage({ source: 'code', scope: { repositoryId: SHOP }, lookedAt: NOW - DAY });
  await store.coverage.save(ACME.id, [look]);
  const failed = (diedAt: number) => told(work, [{ type: 'look', error: 'no answer', diedAt }]);
  expect((await failed(NOW - DAY + 1))[0]).toMatch(
    /^ill \| 1 job failed for good; the last on 2026-11-20: look: no answer/,
  );
  expect((await failed(NOW - DAY - 1))[0]).toMatch(/^warning \| 1 job failed .*Everything was looked at since/);
});

it('nobody is told to look where a repository is gone', async () => {
  const [before, today] = [NOW - 90 * DAY, NOW].map((lookedAt) => ({ source: 'code', lookedAt }));
  await store.coverage.save(ACME.id, [
    makeCoverage({ ...before, scope: { repositoryId: SITE }, gap: { why: 'failed', says: 'not visible' } }),
    makeCoverage({ ...today, scope: { repositoryId: SHOP } }),
  ]);
  await store.repositories.save(ACME.id, [makeRepository({ id: SITE, fullName: 'acme/site', goneAt: NOW - 89 * DAY })]);
  expect((await told(work)).filter((line) => !line.startsWith('well'))).toEqual([]);
});

it('places are counted also where they are more than fit into a call', async () => {
  const many = Array.from({ length: 200_000 }, () => makeCoverage());
  const { coverage } = store;
  Object.assign(store, { coverage: { ...coverage, list: async () => many } });
  expect((await told(work)).join('\n')).toContain('200000 places');
});

it('who waits for an answer that GitHub refuses is counted, with what is needed; whose turn comes, or was given up, is not', async () => {
  await owe('7');
  expect(await told(work)).toContain(
    'warning | one person waits for an answer that GitHub refuses us: what @bob said in acme/security#7: not visible: needs issues: write | Grant what it needs; the next sweep answers.',
  );
  await owe('8');
  await owe('9', { paced: true });
  await owe('10', { endedAt: NOW });
  expect((await told(work)).join('\n')).toContain('2 people wait for an answer');
});

it('checks that GitHub refused are counted, with what stands instead, until the next sweep tries them again', async () => {
  await rememberRefusedCheck(store, ACME.id, SHOP, { 'check-run:11:a': 'x' });
  const next =
    'What stands on those commits is old, or nothing: where the check is required, merges wait. The next sweep tries again.';
  expect(await told(work)).toContain(`warning | GitHub refused one check since the last sweep, in acme/shop | ${next}`);
  await rememberRefusedCheck(store, ACME.id, SHOP, { 'check-run:11:b': 'x' });
  await rememberRefusedCheck(store, ACME.id, SITE, { 'check-run:12:a': 'x' });
  expect((await told(work)).join('\n')).toContain(
    'GitHub refused 3 checks since the last sweep, in acme/shop and 1 more',
  );
  await forgetRefusedChecks(store, ACME.id);
  expect((await told(work)).join('\n')).not.toContain('refused');
});

it('a check that branch protection requires is required, and of any App where it names none', async () => {
  await store.policies.save(ACME.id, { policy: makePolicy(), origin: 'acme/.github-private:x@1', problems: [] });
  const toldOf = async (required_status_checks: object) => {
    async function* pages(): AsyncGenerator<never> {}
    const github = { pages, find: async () => ({ protection: { required_status_checks } }) };
    const site = { organization: ACME, github } as unknown as Site;
    const manifest = { default_events: [], default_permissions: {} };
    const found = await gate.run({ context: { store } as Context, manifest, appId: 5, site });
    return found.map(({ state, says }) => `${state}: ${says.split(':')[0]}`);
  };
  const contexts = ['handback'];
  expect(await toldOf({ contexts, checks: [{ context: 'handback', app_id: 5 }] })).toEqual(['well: rules require it']);
  expect(await toldOf({ contexts, checks: [{ context: 'handback', app_id: null }] })).toEqual([
    expect.stringMatching(/^ill: required, but from any App/),
  ]);
  expect(await toldOf({ contexts: [], checks: [] })).toEqual([expect.stringMatching(/^ill: no rule requires it/)]);
});

it('branch protection is not asked about where a rule binds the check to the App', async () => {
  await store.policies.save(ACME.id, { policy: makePolicy(), origin: 'acme/.github-private:x@1', problems: [] });
  async function* pages() {
    yield { type: 'required_status_checks', parameters: { required_status_checks: [HANDBACK_OF_5] } };
  }
  const find = async () => Promise.reject(new Error('nobody asks'));
  const site = { organization: ACME, github: { pages, find } } as unknown as Site;
  const manifest = { default_events: [], default_permissions: {} };
  const found = await gate.run({ context: { store } as Context, manifest, appId: 5, site });
  expect(found).toMatchObject([{ state: 'well' }]);
});

const HANDBACK_OF_5 = { context: 'handback', integration_id: 5 };

it('a GitHub that does not answer is told with what to look at', async () => {
  const silent = async () => Promise.reject(new GitHubFailure('GET /app: no answer from GitHub.', 0));
  async function* pages(): AsyncGenerator<never> {
    yield await silent();
  }
  const github = { asApp: { find: silent, pages } };
  const context = { store, github } as unknown as Context;
  const manifest = { default_events: [], default_permissions: {} };
  const [first] = await Array.fromAsync(examine({ context, manifest, appId: 5 }));
  expect(first).toMatchObject({ state: 'ill', next: expect.stringContaining('this machine reaches GitHub') });
});

it('issues that could not be closed where Handback keeps none any more are counted', async () => {
  await store.policies.save(ACME.id, { policy: makePolicy(), origin: 'acme/.github-private:x@1', problems: [] });
  await store.records.save(ACME.id, 'case-home', new Map([['home', { repositoryId: SITE }]]));
  expect((await told(policy)).join('\n')).not.toContain('could not be closed');
  await store.outcomes.save(ACME.id, `case-issue:one@${SHOP}`, { hash: 'a', remote: 7, state: 'open' });
  expect((await told(policy)).join('\n')).toContain(
    'warning | an issue of Handback could not be closed yet where it keeps none any more | Is the repository gone',
  );
});

it('issues whose repository is public by now are named, with where to delete them, until they are deleted', async () => {
  await store.records.save(ACME.id, 'case-home', new Map([['home', { repositoryId: SITE }]]));
  const open = { hash: 'a', state: 'closed' } as const;
  await store.outcomes.save(ACME.id, `digest-issue:${SHOP}`, { ...open, remote: 7 });
  await store.outcomes.save(ACME.id, `case-issue:one@${SHOP}`, { ...open, remote: 8 });
  await store.outcomes.save(ACME.id, 'case-issue:two', { ...open, remote: 9 });
  await store.outcomes.save(ACME.id, `check-run:${SHOP}:a`, { ...open, remote: 10 });
  expect(await told(formerTexts)).toEqual([]);
  const shop = makeRepository({ id: SHOP, fullName: 'acme/shop', private: false });
  await store.repositories.save(ACME.id, [shop]);
  const [line = '', ...more] = await told(formerTexts);
  expect(more).toEqual([]);
  const issues = line.match(/https:\S+\d/g);
  expect(issues?.toSorted()).toEqual([7, 8].map((number) => `https://github.example/acme/shop/issues/${number}`));
  expect(line).toMatch(/^ill \| everybody can read the former texts .* \| Somebody who may delete issues/);
  deleted.add(7).add(8);
  expect(await told(formerTexts)).toEqual([]);
  await store.repositories.save(ACME.id, [makeRepository({ id: SITE, fullName: 'acme/site', private: false })]);
  refused.add(9);
  expect((await told(formerTexts)).join('')).toContain('https://github.example/acme/site/issues/9');
});
