import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startAcme } from './acme.ts';
import { gitClient } from './git-client.ts';
import { startReceiver } from './receiver.ts';

let receiver: Awaited<ReturnType<typeof startReceiver>>;
let world: Awaited<ReturnType<typeof startAcme>>;
let git: Awaited<ReturnType<typeof gitClient>>;

beforeAll(async () => {
  receiver = await startReceiver();
  world = await startAcme({ webhookUrl: receiver.url });
  git = await gitClient();
  const { github, shop, mallory } = world;
  await git.run('.', 'clone', '--quiet', github.gitUrl(shop, github.createPersonalAccessToken(mallory)), 'shop');
});

afterAll(async () => {
  expect(world.github.problems).toEqual([]);
  await Promise.all([world.github.close(), receiver.close(), git.close()]);
});

async function commitFile(name: string, text: string): Promise<string> {
  await writeFile(join(git.dir, 'shop', name), text);
  await git.run('shop', 'add', '.');
  await git.run('shop', 'commit', '--quiet', '-m', `Add ${name}`);
  return git.run('shop', 'rev-parse', 'HEAD');
}

test('a clone has the seeded history with its dates and authors', async () => {
  const log = await git.run('shop', 'log', '--format=%an %aI %s');
  expect(log.split('\n')).toEqual([
    'Mallory Contractor 2026-03-01T00:00:00+00:00 Deploy',
    'Alice Admin 2026-01-05T00:00:00+00:00 Start',
  ]);
});

test('a real push writes the activity of its pusher and sends create, push and check_suite', async () => {
  const { github, shop } = world;
  await github.settled();
  const before = receiver.received.length;
  await git.run('shop', 'checkout', '--quiet', '-b', 'fix');
  const sha = await commitFile('key.txt', 'value\n');
  await git.run('shop', 'push', '--quiet', 'origin', 'fix');
  expect(shop.activity.at(-1)).toMatchObject({
    after: sha,
    type: 'branch_creation',
    ref: 'refs/heads/fix',
    actor: { login: 'mallory' },
  });
  await github.settled();
  const sent = receiver.received.slice(before);
  expect(sent.map(({ event }) => event).toSorted()).toEqual(['check_suite', 'create', 'push']);
  expect(sent.find(({ event }) => event === 'push')?.payload).toMatchObject({
    ref: 'refs/heads/fix',
    after: sha,
    created: true,
    pusher: { name: 'mallory' },
    sender: { login: 'mallory' },
    commits: [{ id: sha, added: ['key.txt'], author: { username: 'mallory' } }],
  });
});

test('a push to the branch of an open pull request synchronizes it', async () => {
  const { github, shop, mallory } = world;
  const pull = await github.openPull(shop, mallory, { title: 'Fix', head: 'fix' });
  const sha = await commitFile('more.txt', 'more\n');
  await git.run('shop', 'push', '--quiet', 'origin', 'fix');
  await github.settled();
  expect(pull.pull.head.sha).toBe(sha);
  expect(receiver.received.findLast(({ event }) => event === 'pull_request')?.payload).toMatchObject({
    action: 'synchronize',
    after: sha,
  });
});

test('a forced push, a tag and a deleted branch are told apart', async () => {
  const { github, shop } = world;
  await github.settled();
  const before = receiver.received.length;
  await git.run('shop', 'tag', 'v1');
  await git.run('shop', 'push', '--quiet', 'origin', 'v1');
  await git.run('shop', 'commit', '--quiet', '--amend', '-m', 'Reworded');
  await git.run('shop', 'push', '--quiet', '--force', 'origin', 'fix');
  await git.run('shop', 'push', '--quiet', 'origin', ':fix');
  await github.settled();
  const pushes = receiver.received.slice(before).filter(({ event }) => event === 'push');
  const told = pushes.map(({ payload: { ref, forced, created, deleted } }) => [ref, forced, created, deleted]);
  expect(told).toHaveLength(3);
  expect(told).toContainEqual(['refs/tags/v1', false, true, false]);
  expect(told).toContainEqual(['refs/heads/fix', true, false, false]);
  expect(told).toContainEqual(['refs/heads/fix', false, false, true]);
  expect(shop.activity.slice(-2).map(({ type }) => type)).toEqual(['force_push', 'branch_deletion']);
  expect(shop.issues[0]?.state).toBe('closed');
});

test('strangers, readers and dead tokens cannot push, nor see a private repository', async () => {
  const { github, shop, bob } = world;
  const dead = github.createPersonalAccessToken(bob);
  github.revokePersonalAccessToken(dead);
  await expect(git.run('.', 'clone', '--quiet', github.gitUrl(shop, dead), 'no')).rejects.toThrow(
    /Authentication failed/,
  );
  await expect(git.run('.', 'clone', '--quiet', github.gitUrl(shop), 'no')).rejects.toThrow(/could not read Username/);
  await git.run('shop', 'checkout', '--quiet', '-B', 'sneak');
  await expect(
    git.run('shop', 'push', github.gitUrl(shop, github.createPersonalAccessToken(bob)), 'sneak'),
  ).rejects.toThrow(/403/);
});

test('an installation token clones with contents: read', async () => {
  const { github, shop, newToken } = world;
  const [, secret = ''] = (await newToken()).split(' ');
  await git.run('.', 'clone', '--quiet', '--bare', '--filter=blob:none', github.gitUrl(shop, secret), 'bare');
  expect(await git.run('bare', 'rev-parse', 'main')).toMatch(/^[0-9a-f]{40}$/);
  const [, narrow = ''] = (await newToken({ permissions: { issues: 'write' } })).split(' ');
  await expect(git.run('.', 'clone', '--quiet', github.gitUrl(shop, narrow), 'no')).rejects.toThrow(/not found/);
});

test('a push past a required check is declined with the reason of GitHub', async () => {
  const { github, shop, alice } = world;
  const ruleset = github.requireCheck(shop, alice, { context: 'handback' });
  await git.run('shop', 'checkout', '--quiet', 'main');
  await commitFile('direct.txt', 'direct\n');
  await expect(git.run('shop', 'push', 'origin', 'main')).rejects.toThrow(
    /GH013.*\n.*\n.*\n.*Required status check "handback" is expected/,
  );
  github.deleteRuleset(shop, alice, ruleset);
  await git.run('shop', 'push', '--quiet', 'origin', 'main');
});

test('a pull request from a fork keeps its commits readable in the base repository', async () => {
  const { github, shop, bob, newToken, client } = world;
  const fork = await github.fork(shop, bob);
  const sha = await github.push(fork, bob, [{ branch: 'idea', message: 'Idea', files: { 'idea.txt': 'i\n' } }]);
  const pull = await github.openPull(shop, bob, { title: 'Idea', head: 'idea', from: fork });
  const as = await newToken();
  expect((await client('GET', `/repos/acme/shop/commits/${sha}`, { as })).status).toBe(200);
  expect((await client('GET', '/repos/acme/shop/compare/main...bob:idea', { as })).json).toMatchObject({
    ahead_by: 1,
    files: [{ filename: 'idea.txt' }],
  });
  expect(await shop.git.resolve(`refs/pull/${pull.number}/head`)).toBe(sha);
  const next = await github.push(fork, bob, [{ branch: 'idea', message: 'Better', files: { 'idea.txt': 'j\n' } }]);
  expect(pull.pull.head.sha).toBe(next);
});
