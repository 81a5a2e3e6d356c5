import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { type GitHub, GitHubFailure } from '../../src/github/github.ts';
import { counted, recentWrites } from '../../src/jobs/writing/pace.ts';
import { openAcme } from '../audit/ledger.ts';

const MINUTE = 60_000;
const CHANGES = [
  'POST /repos/{owner}/{repo}/issues',
  'POST /repos/{owner}/{repo}/issues/{issue_number}/comments',
  'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}',
  'POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions',
  'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}',
  'DELETE /repos/{owner}/{repo}/keys/{key_id}',
  'POST /orgs/{org}/personal-access-tokens/{pat_id}',
  'PATCH /repos/{owner}/{repo}/secret-scanning/alerts/{alert_number}',
];

let acme: Awaited<ReturnType<typeof openAcme>>;
let clock = 1_000_000_000;
const now = () => clock;
beforeAll(async () => {
  acme = await openAcme();
});
afterAll(() => acme.close());

let lastOrg = 1;
/** An organisation of its own, and doors to it for jobs of these lanes. */
function open(...lanes: readonly string[]) {
  lastOrg += 1;
  const org = lastOrg;
  const github = {
    find: async () => undefined,
    send: async (route: string) => {
      if (route.startsWith('POST /lost')) throw new GitHubFailure('no answer', 0);
      return {};
    },
  } as unknown as GitHub;
  const book = { store: acme.store, now };
  return { doors: lanes.map((lane) => counted(github, book, org, lane)), recent: () => recentWrites(book, org) };
}

const send = (door: GitHub | undefined, route: string) => door?.send(route, {}, z.unknown());

it.each(CHANGES)('%s counts', async (route) => {
  const { doors, recent } = open('a');
  await send(doors[0], route);
  expect(await recent()).toEqual([clock]);
});

it('reading does not count; a lost answer does', async () => {
  const { doors, recent } = open('a');
  await doors[0]?.find('GET /repos/{owner}/{repo}', {}, z.unknown());
  expect(await recent()).toEqual([]);
  await expect(send(doors[0], 'POST /lost')).rejects.toThrow('no answer');
  expect(await recent()).toHaveLength(1);
});

it('what all lanes wrote in the last hour counts together, and nothing older', async () => {
  const { doors, recent } = open('a', 'b');
  const route = 'POST /repos/{owner}/{repo}/issues';
  for (const minutes of [0, 10, 45]) {
    clock += minutes * MINUTE;
    for (const door of doors) await send(door, route);
  }
  expect((await recent()).map((at) => (clock - at) / MINUTE).toSorted((a, b) => a - b)).toEqual([0, 0, 45, 45, 55, 55]);
  clock += 5 * MINUTE;
  expect(await recent()).toHaveLength(4);
});

it('what was written while the clock was ahead holds nothing up when it is right again', async () => {
  const { doors, recent } = open('one');
  const [door] = doors;
  const write = () => door?.send('POST /repos/{owner}/{repo}/issues', {}, z.unknown());
  clock += 24 * 60 * MINUTE;
  await write();
  clock -= 24 * 60 * MINUTE;
  expect(await recent()).toEqual([]);
  await write();
  expect(await recent()).toEqual([clock]);
});
