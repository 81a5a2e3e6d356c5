import { afterEach, beforeEach, expect, test } from 'vitest';
import { startAcme } from './acme.ts';
import { gitClient } from './git-client.ts';

let world: Awaited<ReturnType<typeof startAcme>>;
let as: string;

beforeEach(async () => {
  world = await startAcme();
  as = await world.newToken();
});

afterEach(() => world.github.close());

const create = () => world.client('POST', '/repos/acme/shop/issues', { as, body: { title: 'x' } });

test('a planned status is answered as often as told, with message and headers, and nothing is done', async () => {
  const { github, shop } = world;
  const message = 'You have exceeded a secondary rate limit.';
  github.fault({ on: /POST .*\/issues$/, times: 2, status: 403, message, headers: { 'retry-after': '7' } });
  const replies = [await create(), await create(), await create()];
  expect(replies.map(({ status }) => status)).toEqual([403, 403, 201]);
  expect(replies[0]?.json).toMatchObject({ message });
  expect(replies[0]?.headers.get('retry-after')).toBe('7');
  expect(shop.issues).toHaveLength(1);
});

test('a cut connection means that nothing was done', async () => {
  const { github, shop } = world;
  github.fault({ on: /POST .*\/issues$/, cut: true });
  await expect(create()).rejects.toThrow();
  expect(shop.issues).toHaveLength(0);
});

test('a lost answer means that it was done and the caller does not know', async () => {
  const { github, shop } = world;
  github.fault({ on: /POST .*\/issues$/, lose: true });
  await expect(create()).rejects.toThrow();
  expect(shop.issues).toHaveLength(1);
});

test('a delay is waited out, or not, by the caller', async () => {
  const { github } = world;
  github.fault({ on: /GET \/repos\/acme\/shop$/, delayMs: 30 });
  const started = performance.now();
  expect((await world.client('GET', '/repos/acme/shop', { as })).status).toBe(200);
  expect(performance.now() - started).toBeGreaterThan(25);
});

test('clones fail when told to, and a fault can be called off', async () => {
  const { github, shop, alice } = world;
  const git = await gitClient();
  const url = github.gitUrl(shop, github.createPersonalAccessToken(alice));
  github.fault({ on: /^GIT GET .*shop\.git/, status: 503 });
  await expect(git.run('.', 'clone', '--quiet', url, 'a')).rejects.toThrow(/503/);
  github.fault({ on: /^GIT POST .*git-upload-pack/, cut: true, times: 5 });
  await expect(git.run('.', 'clone', '--quiet', url, 'b')).rejects.toThrow();
  github.clearFaults();
  await git.run('.', 'clone', '--quiet', url, 'c');
  await git.close();
});
