import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PullRequest, Repository } from '../../demo/github/model.ts';
import { prove } from '../../src/jobs/requests.ts';
import { fake } from '../support/fake-tokens.ts';
import { type Scene, startScene } from '../support/scene.ts';
import { until } from '../support/until.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await startScene();
  await until('the inventory', () => scene.app.facts());
  await scene.app.idle();
});
afterAll(() => scene?.close());

const TOKEN = 'glpat-{base62:20}';

const runsOn = (repository: Repository, sha: string) => repository.checks.filter((run) => run.sha === sha);
const concluded = (repository: Repository, sha: string) =>
  until(`a conclusion on ${sha.slice(0, 7)}`, () => runsOn(repository, sha).find((run) => run.conclusion !== null));

/** A branch with one file more, and a pull request of it. */
async function propose(branch: string, files: Record<string, string>, repository = scene.repositories.shop) {
  await scene.github.push(repository, scene.bob, [{ branch, message: branch, files }]);
  return scene.github.openPull(repository, scene.bob, { title: branch, head: branch });
}

/** What every request about checks of this commit wrote, oldest first. */
const written = (sha: string) =>
  scene.github.requests.flatMap(({ method, path, body }) => {
    const said = body as { head_sha?: string; status?: string; conclusion?: string } | undefined;
    return method === 'POST' && path.endsWith('/check-runs') && said?.head_sha === sha
      ? [said.conclusion ?? said.status]
      : [];
  });

test('every new head gets a queued check at once, before anything is scanned', async () => {
  const pull = await propose('first', { 'a.txt': 'a\n' });
  const first = pull.pull.head.sha;
  expect((await concluded(scene.repositories.shop, first)).conclusion).toBe('success');
  await scene.github.push(scene.repositories.shop, scene.bob, [
    { branch: 'first', message: 'more', files: { 'b.txt': fake(TOKEN) } },
  ]);
  const second = pull.pull.head.sha;
  expect(second).not.toBe(first);
  expect((await concluded(scene.repositories.shop, second)).conclusion).toBe('failure');
  expect([written(first), written(second)]).toEqual([['queued'], ['queued']]);
  expect(runsOn(scene.repositories.shop, second)).toHaveLength(1);
});

test('a pull request from a fork gets its check, for what the fork brings', async () => {
  const { github, mallory, repositories } = scene;
  const fork = await github.fork(repositories.shop, mallory);
  await github.push(fork, mallory, [{ branch: 'gift', message: 'gift', files: { 'gift.txt': fake(TOKEN, 2) } }]);
  const pull = await github.openPull(repositories.shop, mallory, { title: 'Gift', head: 'gift', from: fork });
  const check = await concluded(repositories.shop, pull.pull.head.sha);
  expect(check.conclusion).toBe('failure');
  expect(check.annotations).toEqual([expect.objectContaining({ path: 'gift.txt', annotation_level: 'failure' })]);
});

test('two pull requests with the same commit share one check, and the worse verdict counts for both', async () => {
  const { github, bob, repositories } = scene;
  const harmless = await propose('twin-a', { 'twin.txt': `${fake(TOKEN, 3)}\n` });
  const { sha } = harmless.pull.head;
  await concluded(repositories.shop, sha);
  // The other one goes to a branch that has the secret already: alone it would be green.
  await repositories.shop.git.setRef('refs/heads/release', sha);
  await repositories.shop.git.setRef('refs/heads/twin-b', sha);
  await github.openPull(repositories.shop, bob, { title: 'twin', head: 'twin-b', base: 'release' });
  await github.settled();
  await scene.app.idle();
  const runs = runsOn(repositories.shop, sha);
  expect(runs.map(({ conclusion }) => conclusion)).toEqual(['failure']);
});

const scans = (sha: string) =>
  scene.app.log.filter((line) => line.msg === 'head scanned' && line['sha'] === sha).length;

test('"Re-run" and the button "Re-scan" look at the commits again', async () => {
  const { github, bob, repositories } = scene;
  const pull = await propose('again', { 'again.txt': 'again\n' });
  const { sha } = pull.pull.head;
  const check = await concluded(repositories.shop, sha);
  expect(scans(sha)).toBe(1);
  github.rerequestCheck(repositories.shop, bob, check);
  await until('a second scan', () => scans(sha) === 2);
  await until('a conclusion', () => runsOn(repositories.shop, sha).at(-1)?.conclusion === 'success');
  const last = runsOn(repositories.shop, sha).at(-1);
  if (last === undefined) throw new Error('no check run');
  github.requestAction(repositories.shop, bob, last, 'again');
  await until('a third scan', () => scans(sha) === 3);
  await scene.app.idle();
  expect(runsOn(repositories.shop, sha).map(({ conclusion }) => conclusion)).not.toContain('failure');
  expect(runsOn(repositories.shop, sha).at(-1)?.conclusion).toBe('success');
  await until('no run is left waiting', () =>
    runsOn(repositories.shop, sha).every(({ status }) => status === 'completed'),
  );
});

test('the merge queue waits for the check, and merges what is clean', async () => {
  const { github, alice, appId, repositories } = scene;
  const rules = github.requireCheck(repositories.infra, alice, {
    context: 'handback',
    integrationId: appId,
    mergeQueue: true,
  });
  const clean = await propose('queued', { 'clean.txt': 'clean\n' }, repositories.infra);
  await concluded(repositories.infra, clean.pull.head.sha);
  await github.enqueue(clean, alice);
  const [entry] = repositories.infra.queue;
  await until('the merge', () => clean.pull.mergedAt);
  expect(runsOn(repositories.infra, entry?.headSha ?? '').map(({ conclusion }) => conclusion)).toEqual(['success']);
  github.deleteRuleset(repositories.infra, alice, rules);
});

test('a machine without a copy of the repository fetches what it must read again to prove a token dead', async () => {
  const { github, mallory, repositories } = scene;
  const token = github.createPersonalAccessToken(mallory);
  const pull = await propose('leak', { 'leak.txt': `token = "${token}"\n` });
  const { sha } = pull.pull.head;
  expect((await concluded(repositories.shop, sha)).conclusion).toBe('failure');
  await scene.app.idle();
  await rm(join(scene.dataDir, 'mirrors'), { recursive: true, force: true });
  github.revokePersonalAccessToken(token);
  await scene.app.add(prove(scene.acme.id));
  await until('a green check', () => runsOn(repositories.shop, sha).at(-1)?.conclusion === 'success');
});

const POLICY_FILE = '.github/handback.yml';
const change = (files: Record<string, string>) =>
  scene.github.push(scene.repositories.policy, scene.alice, [{ message: 'Change the policy', files }]);

/** The check of one pull request once it says something. */
async function says(pull: PullRequest, conclusion: string, repository = scene.repositories.shop) {
  return until(`${conclusion} on ${pull.title}`, () => {
    const run = runsOn(repository, pull.pull.head.sha).at(-1);
    return run?.conclusion === conclusion && run;
  });
}

test('a broken policy file turns checks red with line and reason, the last good policy stays, what mends it is not held back, and mending it turns them green', async () => {
  const pull = await propose('calm', { 'calm.txt': 'calm\n' });
  await says(pull, 'success');
  const good = await scene.app.facts();
  await change({ [POLICY_FILE]: 'version: 1\nmode: block\ncases:\n  repository: security\nmoode: warn\n' });
  const red = await says(pull, 'failure');
  expect(red.output.title).toBe('The policy file is broken');
  expect(red.output.summary).toMatch(/handback\.yml`, line 5: .*moode/);
  expect((await scene.app.facts())?.reading.policy).toEqual(good?.reading.policy);
  const { policy } = scene.repositories;
  const mended = 'version: 1\nmode: block\ncases:\n  repository: security\n';
  const beside = await propose('beside', { 'beside.txt': 'calm\n' }, policy);
  const elsewhere = await propose('elsewhere', { [POLICY_FILE]: mended.replace('security', 'nowhere') }, policy);
  const mending = await propose('mending', { [POLICY_FILE]: mended }, policy);
  await says(mending, 'success', policy);
  for (const one of [beside, elsewhere])
    expect((await says(one, 'failure', policy)).output.title).toMatch(/^The policy/);
  await change({ [POLICY_FILE]: mended });
  await says(pull, 'success');
});

test('a pull request that would break the policy is told so before it is merged, and nobody else is', async () => {
  const calm = await propose('calm-too', { 'calm-too.txt': 'calm\n' });
  await says(calm, 'success');
  const breaking = await propose('oops', { [POLICY_FILE]: 'version: 2\n' }, scene.repositories.policy);
  const red = await says(breaking, 'failure', scene.repositories.policy);
  expect(red.output.summary).toMatch(/handback\.yml`, line 1: /);
  await scene.app.idle();
  expect(runsOn(scene.repositories.shop, calm.pull.head.sha).at(-1)?.conclusion).toBe('success');
  expect(await scene.app.dead()).toEqual([]);
});
