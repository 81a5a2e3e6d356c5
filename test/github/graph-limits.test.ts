import { generateKeyPairSync } from 'node:crypto';
import { pino } from 'pino';
import { Probot } from 'probot';
import { afterEach, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { connect } from '../../src/github/connect.ts';
import { octokitWith } from '../../src/github/octokit.ts';
import { RetryLater } from '../../src/model/job.ts';

// GitHub answers 200 to a question that its limit lets nobody ask:
// https://docs.github.com/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api.

// Octokit's throttling looks at the clock itself, and waits where that is not long.
const at = Math.floor(Date.now() / 1000) * 1000;
const reset = { 'x-ratelimit-reset': String(at / 1000 + 1800) };
const usedUp = { ...reset, 'x-ratelimit-remaining': '0' };
const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

afterEach(() => vi.unstubAllGlobals());

/** What a question ends with on github.com, where Octokit knows the address, and throttles as `main.ts` lets it. */
async function told(error: object, headers: Record<string, string>): Promise<unknown> {
  vi.stubGlobal('fetch', async (url: string) =>
    url.endsWith('/access_tokens')
      ? Response.json({ token: 'here', expires_at: '2100-01-01T00:00:00Z', permissions: {} }, { status: 201 })
      : Response.json({ errors: [error] }, { headers }),
  );
  const probot = new Probot({
    appId: 1,
    privateKey,
    secret: 'not used here',
    baseUrl: 'https://api.github.com',
    log: pino({ level: 'silent' }) as never,
    Octokit: octokitWith({ throttle: true, timeoutMs: 5000 }),
  });
  // Each in its own installation: Octokit rests between two questions of one.
  installation += 1;
  const door = await connect({ probot, serverUrl: 'https://github.com', now: () => at }).forInstallation(installation);
  return door.query('query { viewer { login } }', {}, z.object({})).catch((thrown: unknown) => thrown);
}
let installation = 0;

const exceeded = 'API rate limit already exceeded for installation ID 7.';
const secondary = 'You have exceeded a secondary rate limit. Please wait a few minutes.';

it.each([
  ['under its documented name', { type: 'RATE_LIMITED', message: exceeded }, usedUp, 1800],
  ['under the name of today', { type: 'RATE_LIMIT', message: exceeded }, usedUp, 1800],
  ['where some points are left, and too few', { type: 'RATE_LIMIT', message: exceeded }, reset, 1800],
  ['without a date', { type: 'RATE_LIMIT', message: exceeded }, {}, 60],
  ['a secondary one, as long as it says', { message: secondary }, { ...reset, 'retry-after': '90' }, 90],
  ['a secondary one that says no time', { message: secondary }, reset, 60],
])('a limit is waited for and not taken for no data: %s', async (_, error, headers, seconds) => {
  const later = await told(error, headers as Record<string, string>);
  expect(later).toBeInstanceOf(RetryLater);
  expect((later as RetryLater).afterMs).toBe(seconds * 1000);
});

it('what is refused for another reason is no limit', async () => {
  const refused = { type: 'NOT_FOUND', path: ['repository'], message: 'Could not resolve to a Repository.' };
  expect(await told(refused, reset)).toMatchObject({ name: 'GitHubFailure' });
});
