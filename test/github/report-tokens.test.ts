import { afterEach, beforeEach, expect, it } from 'vitest';
import { tokenReports } from '../../src/github/report-tokens.ts';
import { Secret } from '../../src/model/secret.ts';
import { startAcme } from '../github-stand-in/acme.ts';

const MINUTE = 60_000;
/** What GitHub gives an address that does not say who it is. */
const AN_HOUR = 60;

let acme: Awaited<ReturnType<typeof startAcme>>;
let now: number;
beforeEach(async () => {
  now = Date.UTC(2026, 10, 22, 9);
  acme = await startAcme({ now: () => now });
});
afterEach(() => acme.github.close());

const reporter = () => tokenReports(`${acme.github.url}/api/v3`, () => now);
const sent = () =>
  acme.github.requests.filter(({ path }) => path === '/credentials/revoke').map(({ status }) => status);
const token = () => new Secret(acme.github.createPersonalAccessToken(acme.bob));
async function useUp(requests: number): Promise<void> {
  for (let left = requests; left > 0; left -= 1) await acme.client('GET', '/meta');
}

it('reports as long as the address has requests left, and asking whether it has costs none', async () => {
  const reports = reporter();
  await useUp(AN_HOUR - 1);
  for (let times = 0; times < 3; times += 1) await reports.ready();
  expect(await reports.send([token()])).toBe(202);
});

it('says before anything is tried when the limit is used up, and until when, also after a restart', async () => {
  await useUp(AN_HOUR);
  await expect(reporter().ready()).rejects.toMatchObject({ name: 'RetryLater', afterMs: 60 * MINUTE });
  now += 45 * MINUTE;
  await expect(reporter().ready()).rejects.toMatchObject({ name: 'RetryLater', afterMs: 15 * MINUTE });
  now += 15 * MINUTE;
  await expect(reporter().ready()).resolves.toBeUndefined();
  expect(sent()).toEqual([]);
});

it('a report that meets the limit has done nothing, and rests until it is over', async () => {
  const reports = reporter();
  await useUp(AN_HOUR);
  await expect(reports.send([token()])).rejects.toMatchObject({ name: 'RetryLater', afterMs: 60 * MINUTE });
  const asked = acme.github.requests.length;
  now += 59 * MINUTE;
  await expect(reports.ready()).rejects.toMatchObject({ name: 'RetryLater', afterMs: MINUTE });
  expect(acme.github.requests.length).toBe(asked);
  now += MINUTE;
  await reports.ready();
  expect(await reports.send([token()])).toBe(202);
});

it.each([
  ['429 with a time', 429, { 'retry-after': '90' }, 90_000],
  ['403 with a time', 403, { 'retry-after': '7' }, 7000],
  ['429 without one', 429, {}, MINUTE],
])('%s is obeyed', async (_, status, headers, afterMs) => {
  acme.github.fault({ on: /credentials\/revoke/, status, headers });
  await expect(reporter().send([token()])).rejects.toMatchObject({ name: 'RetryLater', afterMs });
});

it('403 for another reason is an answer, and an address where limits are not told of may try', async () => {
  acme.github.fault({ on: /credentials\/revoke/, status: 403 });
  expect(await reporter().send([token()])).toBe(403);
  acme.github.fault({ on: /rate_limit/, status: 404 });
  await expect(reporter().ready()).resolves.toBeUndefined();
  await expect(tokenReports('http://127.0.0.1:1', () => now).ready()).resolves.toBeUndefined();
});

it('who says nothing of themselves says nothing of the token either', async () => {
  await reporter().ready();
  await reporter().send([token()]);
  expect(acme.github.requests.map(({ as }) => as)).toEqual(['nobody', 'nobody']);
  expect(acme.github.problems).toEqual([]);
});
