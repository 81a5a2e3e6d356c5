import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { type Door, makeDoor } from '../support/make-door.ts';

// An installation's token lives for an hour, and may end before: a server that was restored from
// a backup does not know it, and a clock that was set back lets it look younger than it is.

let acme: Door;
beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  acme = await makeDoor();
});
afterAll(async () => {
  vi.useRealTimers();
  await acme.close();
});

const shop = { owner: 'acme', repo: 'shop' };
const Id = z.object({ id: z.number() });
const find = () => acme.door.find('GET /repos/{owner}/{repo}', shop, Id);
const newTokens = () => acme.github.requests.filter(({ path }) => path.endsWith('/access_tokens')).length;

beforeEach(async () => {
  await find();
  // Octokit waits for a token that is younger than five seconds: not every machine of GitHub may know it yet.
  vi.setSystemTime(Date.now() + 61_000);
  acme.github.world.tokens.clear();
});

it.each([
  ['a read', find],
  ['a list', () => Array.fromAsync(acme.door.pages('GET /repos/{owner}/{repo}/issues', shop, Id))],
  ['a change', () => acme.door.send('POST /repos/{owner}/{repo}/issues', { ...shop, title: 'once' }, Id)],
  ['a proof', () => acme.door.look('GET /repos/{owner}/{repo}', shop)],
  [
    'a question',
    () => acme.door.query('query { repository(owner: "acme", name: "shop") { databaseId } }', {}, z.unknown()),
  ],
])('a token that GitHub does not know any more is renewed, once: %s', async (_, ask) => {
  const before = newTokens();
  await ask();
  await find();
  expect(newTokens() - before).toBe(1);
});

it('who was refused with the old one while another request took the new one asks once more, with that', async () => {
  acme.github.fault({ on: /^GET \/repos\/acme\/shop\/issues$/, status: 401, message: 'Bad credentials', delayMs: 200 });
  const before = newTokens();
  const late = Array.fromAsync(acme.door.pages('GET /repos/{owner}/{repo}/issues', shop, Id));
  await find();
  await late;
  expect(newTokens() - before).toBe(1);
});

it('a new one is taken when it is asked for, also while somebody else asks for the one of now', async () => {
  await find();
  const before = newTokens();
  await Promise.all([acme.door.granted(), acme.app.forInstallation(acme.installationId, 'more')]);
  expect(newTokens() - before).toBe(1);
});

it('where no new one is given either, nobody takes that for something that is not there', async () => {
  acme.github.fault({ on: /access_tokens/, status: 404, message: 'Not Found' });
  await expect(find()).rejects.toMatchObject({ name: 'GitHubFailure', status: 404 });
});

it('a request that is refused with a token of a moment ago costs no other one', async () => {
  await find();
  vi.setSystemTime(Date.now() + 10_000);
  const before = newTokens();
  acme.github.fault({ on: /^GET \/repos\/acme\/shop$/, status: 401, message: 'Bad credentials' });
  await expect(find()).rejects.toMatchObject({ status: 401 });
  expect(newTokens()).toBe(before);
});
