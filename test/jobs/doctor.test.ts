// What the doctor tells of work that GitHub refuses: nobody would look for it, as no job failed.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Context, Site } from '../../src/jobs/context.ts';
import { policy } from '../../src/jobs/doctor/policy.ts';
import { work } from '../../src/jobs/doctor/work.ts';
import { forgetRefusedChecks, rememberRefusedCheck } from '../../src/jobs/refused-checks.ts';
import type { Organization } from '../../src/model/organization.ts';
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

async function told(examination: typeof work): Promise<readonly string[]> {
  const queue = { counts: async () => ({ waiting: 0, running: 0 }), dead: async () => [] };
  const context = { store, queue, now: () => NOW } as unknown as Context;
  const manifest = { default_events: [], default_permissions: {} };
  const found = await examination.run({ context, manifest, appId: 1, site: { organization: ACME } as Site });
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

it('issues that could not be closed where Handback keeps none any more are counted', async () => {
  await store.policies.save(ACME.id, { policy: makePolicy(), origin: 'acme/.github-private:x@1', problems: [] });
  await store.records.save(ACME.id, 'case-home', new Map([['home', { repositoryId: SITE }]]));
  expect((await told(policy)).join('\n')).not.toContain('could not be closed');
  await store.outcomes.save(ACME.id, `case-issue:one@${SHOP}`, { hash: 'a', remote: 7, state: 'open' });
  expect((await told(policy)).join('\n')).toContain(
    'warning | an issue of Handback could not be closed yet where it keeps none any more | Is the repository gone',
  );
});
