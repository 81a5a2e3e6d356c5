import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { findHeads, openHead, recheck } from '../../src/jobs/head-requests.ts';
import { enforce } from '../../src/jobs/requests.ts';
import { type FastDays, startFastDays } from '../support/fast-days.ts';
import { asKnown, type Door, makeDoor } from '../support/make-door.ts';
import { makeHead, makePolicy } from '../support/make-situation.ts';

let acme: Door;
let days: FastDays;
beforeAll(async () => {
  acme = await makeDoor({ rateLimit: 1_000_000 });
  days = await startFastDays(acme);
  await days.store.organizations.save(acme.organization);
  await days.store.repositories.save(acme.acme.id, [asKnown(acme.shop)]);
  const reading = { policy: makePolicy(), origin: 'acme/.github-private:.github/handback.yml@1', problems: [] };
  await days.store.policies.save(acme.acme.id, reading);
}, 120_000);
afterEach(() => acme.github.clearFaults());
afterAll(async () => {
  await days.close();
  await acme.close();
});

const REFUSED = { status: 403, message: 'Resource not accessible by integration', times: 1000 };

/** A pull request of one commit, as its event tells of it. */
async function pushed(branch: string) {
  const commit = { branch, author: 'Bob', email: 'bob@acme.example', message: branch, files: { [branch]: branch } };
  await acme.github.commit(acme.shop, [commit]);
  const { number } = await acme.github.openPull(acme.shop, acme.bob, { title: branch, head: branch });
  const tips = await acme.shop.git.refs(['refs/heads']);
  const [sha = '', baseSha = ''] = [tips.get(`refs/heads/${branch}`), tips.get('refs/heads/main')];
  const {
    scan: _,
    state: __,
    ...head
  } = makeHead({ repositoryId: acme.shop.id, subject: `pull/${number}`, sha, baseSha });
  return head;
}

const conclusions = (head: { readonly sha: string }) =>
  acme.shop.checks.filter(({ sha }) => sha === head.sha).map(({ conclusion }) => conclusion);

const scanOf = async ({ subject, sha }: { readonly subject: string; readonly sha: string }) =>
  (await days.store.heads.find(acme.acme.id, acme.shop.id, subject, sha))?.scan.state;

/** The part of a sweep that is about checks. */
async function sweepOfChecks(): Promise<void> {
  await days.add(findHeads(acme.acme.id, acme.shop.id), enforce(acme.acme.id, true));
  await days.work();
}

it('commits are scanned also when GitHub refuses the check of them, which stands after the next sweep', async () => {
  acme.github.fault({ on: /^POST .*\/check-runs$/, ...REFUSED });
  const head = await pushed('refused');
  await days.add(openHead(acme.acme.id, head));
  await days.work();
  expect(await scanOf(head)).toBe('done');
  expect(conclusions(head)).toEqual([]);
  acme.github.clearFaults();
  await sweepOfChecks();
  expect(conclusions(head)).toEqual(['success']);
  expect(days.failures).toEqual([]);
});

it('commits are scanned also when the check is refused that somebody asked for again', async () => {
  const head = await pushed('again');
  await days.add(openHead(acme.acme.id, head));
  await days.work();
  acme.github.fault({ on: /^(?:GET|POST|PATCH) .*\/check-runs/, ...REFUSED });
  await days.add(recheck(acme.acme.id, acme.shop.id, head.sha));
  await days.work();
  expect(await scanOf(head)).toBe('done');
  acme.github.clearFaults();
  await sweepOfChecks();
  expect(conclusions(head).at(-1)).toBe('success');
  expect(days.failures).toEqual([]);
});

it('commits that could not be read are read again by the next sweep, and their check follows', async () => {
  acme.github.fault({ on: /^GIT /, status: 503, times: 1000 });
  const head = await pushed('unread');
  await days.add(openHead(acme.acme.id, head));
  await days.work();
  expect(conclusions(head)).toEqual(['failure']);
  expect(days.failures).toEqual([expect.stringMatching(/^scan-head: /)]);
  acme.github.clearFaults();
  await sweepOfChecks();
  expect(conclusions(head)).toEqual(['success']);
});

/** Commits that have been scanned, each the tip of a pull request of its own. */
async function scanned(...branches: readonly string[]) {
  const heads = [];
  for (const [number, branch] of branches.entries()) {
    const { repositoryId, subject, sha, baseSha } = await pushed(branch);
    heads.push(makeHead({ repositoryId, subject, sha, baseSha, movedAt: days.now() + number }));
  }
  await days.store.heads.save(acme.acme.id, heads);
  return heads;
}

const tries = () => days.writes.filter(({ route }) => route.startsWith('POST') && route.endsWith('/check-runs')).length;

it('a check that GitHub refuses holds up no other of its repository, is not tried again in the pass, and stands after the next sweep', async () => {
  const heads = await scanned(...Array.from({ length: 25 }, (_, number) => `many-${number}`));
  const before = tries();
  // Those pushed last come first: more of them than one run writes are refused.
  acme.github.fault({ on: /^POST .*\/check-runs$/, ...REFUSED, times: 22 });
  await days.add(enforce(acme.acme.id));
  await days.work();
  expect(heads.flatMap(conclusions)).toEqual(['success', 'success', 'success']);
  expect(tries() - before).toBe(25);
  await days.add(enforce(acme.acme.id));
  await days.work();
  expect(tries() - before, 'what was refused waits for the sweep').toBe(25);
  await sweepOfChecks();
  expect(heads.map(conclusions)).toEqual(heads.map(() => ['success']));
  expect(tries() - before).toBe(47);
});

it('where the power itself is not granted, one refusal answers for all', async () => {
  const heads = await scanned('powerless-1', 'powerless-2');
  const before = tries();
  const { forInstallation } = days.context.github;
  const door = await forInstallation(acme.installationId);
  const granted = async () => (await door.granted()).replace('checks: write', 'checks: read');
  Object.assign(days.context.github, { forInstallation: async () => ({ ...door, granted }) });
  acme.github.fault({ on: /^POST .*\/check-runs$/, ...REFUSED });
  await days.add(enforce(acme.acme.id, true));
  await days.work();
  expect(tries() - before).toBe(1);
  acme.github.clearFaults();
  Object.assign(days.context.github, { forInstallation });
  await sweepOfChecks();
  expect(heads.map(conclusions)).toEqual([['success'], ['success']]);
});

it('commits are scanned also when GitHub takes no check of them, whatever it says', async () => {
  const failures = days.failures.length;
  acme.github.fault({ on: /^POST .*\/check-runs$/, status: 422, message: 'No commit found for SHA', times: 1000 });
  const head = await pushed('unprocessable');
  await days.add(openHead(acme.acme.id, head));
  await days.work();
  expect(await scanOf(head)).toBe('done');
  // What follows the scan is tried again, and a person reads in the end that GitHub does not take it.
  expect(days.failures.slice(failures)).toEqual([expect.stringMatching(/^check-heads: .*422/)]);
});
