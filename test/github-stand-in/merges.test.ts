import { afterEach, beforeEach, expect, test } from 'vitest';
import type { App } from '../../demo/github/model.ts';
import { startAcme } from './acme.ts';
import { startReceiver } from './receiver.ts';

let receiver: Awaited<ReturnType<typeof startReceiver>>;
let world: Awaited<ReturnType<typeof startAcme>>;
let app: App;

beforeEach(async () => {
  receiver = await startReceiver();
  world = await startAcme({ webhookUrl: receiver.url });
  app = world.github.world.apps[0] as App;
});

afterEach(async () => {
  await world.github.settled();
  expect(world.github.problems).toEqual([]);
  await Promise.all([world.github.close(), receiver.close()]);
});

async function pullFrom(branch: string, path = `${branch}.txt`) {
  const { github, shop, mallory } = world;
  await github.push(shop, mallory, [{ branch, message: `Add ${branch}`, files: { [path]: `${branch}\n` } }]);
  return github.openPull(shop, mallory, { title: branch, head: branch });
}

const report = (headSha: string, conclusion: string, by: App = app) =>
  world.github.createCheck(world.shop, by, { name: 'handback', head_sha: headSha, conclusion });

test('a pull request merges, moves the base branch and is closed as merged', async () => {
  const { github, shop, mallory } = world;
  const pull = await pullFrom('fix');
  const sha = await github.mergePull(pull, mallory);
  expect(await shop.git.resolve('main')).toBe(sha);
  expect(shop.activity.at(-1)).toMatchObject({ type: 'pr_merge', after: sha, actor: { login: 'mallory' } });
  expect(await shop.git.commit(sha)).toMatchObject({
    author: { name: 'Mallory Contractor' },
    committer: { name: 'GitHub' },
  });
  await github.settled();
  expect(receiver.received.findLast(({ event }) => event === 'pull_request')?.payload).toMatchObject({
    action: 'closed',
    pull_request: { merged: true, merge_commit_sha: sha, merged_by: { login: 'mallory' } },
  });
});

test('a required check blocks while it is missing, runs or fails, and passes when neutral, skipped or successful', async () => {
  const { github, shop, alice } = world;
  const pull = await pullFrom('fix');
  const { sha } = pull.pull.head;
  github.requireCheck(shop, alice, { context: 'handback', integrationId: app.id });
  const refused = async (): Promise<string> =>
    github.mergePull(pull, alice).then(String, (error: Error) => error.message);
  expect(await refused()).toContain('Required status check "handback" is expected.');
  const run = await github.createCheck(shop, app, { name: 'handback', head_sha: sha, status: 'in_progress' });
  expect(await refused()).toContain('is pending');
  await github.updateCheck(shop, run, { conclusion: 'failure' });
  expect(await refused()).toContain('is failing');
  const as = await world.newToken();
  expect((await world.client('GET', `/repos/acme/shop/pulls/${pull.number}`, { as })).json).toMatchObject({
    mergeable_state: 'blocked',
  });
  for (const conclusion of ['skipped', 'neutral']) {
    await github.updateCheck(shop, run, { conclusion });
    const { json } = await world.client('GET', `/repos/acme/shop/pulls/${pull.number}`, { as });
    expect(json).toMatchObject({ mergeable_state: 'clean' });
  }
  await github.mergePull(pull, alice, { method: 'squash' });
});

test('a check bound to the app cannot be given by another, and counts on the very head only', async () => {
  const { github, shop, acme, alice, mallory } = world;
  const pull = await pullFrom('fix');
  github.requireCheck(shop, alice, { context: 'handback', integrationId: app.id });
  await report(pull.pull.head.sha, 'success', github.registerApp(acme, { appName: 'Impostor' }));
  await expect(github.mergePull(pull, alice)).rejects.toThrow('is expected');
  await report(pull.pull.head.sha, 'success');
  await github.push(shop, mallory, [{ branch: 'fix', message: 'More', files: { 'more.txt': 'm\n' } }]);
  await expect(github.mergePull(pull, alice)).rejects.toThrow('is expected');
  await report(pull.pull.head.sha, 'success');
  await github.mergePull(pull, alice);
});

test('conflicts, readers and closed pull requests do not merge', async () => {
  const { github, bob, alice } = world;
  const [one, other] = [await pullFrom('one', 'same.txt'), await pullFrom('other', 'same.txt')];
  await expect(github.mergePull(one, bob)).rejects.toMatchObject({ status: 403 });
  await github.mergePull(one, alice);
  await expect(github.mergePull(one, alice)).rejects.toMatchObject({ status: 405 });
  await expect(github.mergePull(other, alice)).rejects.toMatchObject({
    status: 405,
    message: 'Pull Request is not mergeable',
  });
});

test('re-runs and buttons reach the app that owns the check, which alone decides what becomes of it', async () => {
  const { github, shop, alice } = world;
  const pull = await pullFrom('fix');
  const run = await report(pull.pull.head.sha, 'failure');
  await github.updateCheck(shop, run, { actions: [{ label: 'Rotated', description: 'I did', identifier: 'rotated' }] });
  github.requestAction(shop, alice, run, 'rotated');
  github.rerequestCheck(shop, alice, run);
  await github.settled();
  expect(receiver.names().filter((name) => name.startsWith('check_run'))).toEqual(
    expect.arrayContaining([
      'check_run.created',
      'check_run.completed',
      'check_run.requested_action',
      'check_run.rerequested',
    ]),
  );
  expect(run).toMatchObject({ status: 'completed', conclusion: 'failure' });
});

test('the merge queue merges what passes on its own branch', async () => {
  const { github, shop, alice } = world;
  github.requireCheck(shop, alice, { context: 'handback', integrationId: app.id, mergeQueue: true });
  const pull = await pullFrom('fix');
  await report(pull.pull.head.sha, 'success');
  await expect(github.mergePull(pull, alice)).rejects.toThrow('merge queue');
  await github.enqueue(pull, alice);
  await github.settled();
  const asked = receiver.received.find(({ event }) => event === 'merge_group')?.payload as {
    merge_group: { head_sha: string; head_ref: string };
  };
  expect(asked.merge_group.head_ref).toMatch(/^refs\/heads\/gh-readonly-queue\/main\/pr-1-/);
  expect(pull.state).toBe('open');
  await report(asked.merge_group.head_sha, 'success');
  expect([pull.state, await shop.git.resolve('main')]).toEqual(['closed', asked.merge_group.head_sha]);
  expect([...(await shop.git.refs(['refs/heads/gh-readonly-queue']))]).toEqual([]);
  await github.settled();
  expect(receiver.names()).toEqual(
    expect.arrayContaining(['pull_request.enqueued', 'merge_group.destroyed', 'pull_request.dequeued']),
  );
});

test('the merge queue drops what fails and builds those behind it anew', async () => {
  const { github, shop, alice } = world;
  github.requireCheck(shop, alice, { context: 'handback', mergeQueue: true });
  const [bad, good] = [await pullFrom('bad'), await pullFrom('good')];
  for (const pull of [bad, good]) {
    await report(pull.pull.head.sha, 'success');
    await github.enqueue(pull, alice);
  }
  const [first, second] = shop.queue.map(({ headSha }) => headSha);
  await report(first ?? '', 'failure');
  expect(shop.queue.map(({ pull }) => pull)).toEqual([good]);
  expect(shop.queue[0]?.headSha).not.toBe(second);
  await report(shop.queue[0]?.headSha ?? '', 'success');
  expect([bad.state, good.state]).toEqual(['open', 'closed']);
  await github.settled();
  const reasons = receiver.received
    .filter(({ event }) => event === 'merge_group')
    .map(({ payload }) => payload['reason']);
  expect(reasons).toEqual(expect.arrayContaining(['invalidated', 'merged']));
});

test('over the API a pull request closes once and opens again, and one from nowhere is refused', async () => {
  const { client, github, alice } = world;
  const { number } = await pullFrom('fix');
  const as = `token ${github.createPersonalAccessToken(alice)}`;
  const state = async (to: string) =>
    (await client('PATCH', `/repos/acme/shop/pulls/${number}`, { as, body: { state: to } })).json['state'];
  expect(await state('closed')).toBe('closed');
  expect(await state('closed')).toBe('closed');
  expect(await state('open')).toBe('open');
  await github.settled();
  const told = receiver.names().filter((name) => /^pull_request\.(closed|reopened)$/.test(name));
  expect(told).toEqual(['pull_request.closed', 'pull_request.reopened']);
  const body = { title: 'T', head: 'stranger:main', base: 'main' };
  expect((await client('POST', '/repos/acme/shop/pulls', { as, body })).status).toBe(422);
});
