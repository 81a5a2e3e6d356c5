// Whoever opens a pull request brings what they pushed to it, and not what others did:
// those with write access may push to its branch.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pushed } from '../../demo/github/acts/pushes.ts';
import { attribute } from '../../src/attribute/attribute.ts';
import { directory } from '../../src/attribute/people.ts';
import { makePerson } from '../support/make-facts.ts';
import { type Witness, witness } from './witness.ts';

let acme: Witness;
beforeAll(async () => {
  acme = await witness();
});
afterAll(async () => {
  await acme.github.settled();
  expect(acme.github.problems).toEqual([]);
  await acme.close();
});

const BROUGHT = ['ref-update', 'commit-author', 'pull-request'];

/** Who is said to have made what the commit brought. */
async function answer(sha: string) {
  const evidence = [];
  for (const kind of BROUGHT) evidence.push(...(await acme.gather(kind, sha)));
  const people = [acme.alice, acme.bob, acme.mallory].map(({ id, login, email }) =>
    makePerson({ id, login, emails: [{ address: email, source: 'github' }] }),
  );
  const { creator, rivals } = attribute(evidence, directory(people));
  const named = { maker: creator?.person?.login, level: creator?.level, rivals: rivals.map(({ who }) => who.login) };
  return { ...named, opened: evidence.filter(({ kind }) => kind === 'pull-request').map(({ strength }) => strength) };
}

let count = 0;
async function pullOfBob() {
  const head = `branch-${++count}`;
  await acme.push(head, acme.bob);
  return { head, pull: await acme.github.openPull(acme.shop, acme.bob, { title: head, head }) };
}

/** A commit in the name of bob. */
async function framing(branch: string, by: Witness['bob'], from?: string) {
  const { name: author, email } = acme.bob;
  const files = { [`framed-${++count}.txt`]: `${count}` };
  return acme.github.push(acme.shop, by, [{ branch, message: 'M', files, author, email, ...(from ? { from } : {}) }]);
}

describe('whoever opened it', () => {
  it('brought what they pushed to it', async () => {
    const { head } = await pullOfBob();
    const sha = await framing(head, acme.bob);
    expect(await answer(sha)).toEqual({ maker: 'bob', level: 'certain', rivals: [], opened: ['authenticated'] });
  });

  it('is not the maker for sure of what somebody else pushed to it in their name', async () => {
    const { head } = await pullOfBob();
    const sha = await framing(head, acme.mallory);
    expect(await answer(sha)).toMatchObject({ level: 'weak', rivals: ['mallory'], opened: ['inferred'] });
  });

  it('is not of what a workflow pushed to it', async () => {
    const robot = acme.github.user('github-actions[bot]', { type: 'Bot' });
    const { head } = await pullOfBob();
    const sha = await framing(head, robot);
    expect(await answer(sha)).toMatchObject({ level: 'weak', opened: ['inferred'] });
  });

  it('is not of what others had pushed before, and takes no certainty from those', async () => {
    await acme.push('develop', acme.alice);
    const files = { 'own.txt': 'own' };
    const own = await acme.github.push(acme.shop, acme.mallory, [{ branch: 'develop', message: 'Own', files }]);
    const framed = await framing('develop', acme.mallory);
    await acme.github.openPull(acme.shop, acme.bob, { title: 'Release', head: 'develop' });
    expect(await answer(own)).toMatchObject({ maker: 'mallory', level: 'certain', rivals: [], opened: ['inferred'] });
    expect(await answer(framed)).toMatchObject({ level: 'weak', rivals: ['mallory'] });
  });

  it('is not of what somebody pushed to another branch, from which they took it', async () => {
    const { head } = await pullOfBob();
    const side = `side-${count}`;
    const sha = await framing(side, acme.mallory, head);
    const before = (await acme.shop.git.resolve(head)) ?? '';
    await pushed(acme.github.world, acme.shop, acme.bob, [{ ref: `refs/heads/${head}`, before, after: sha }]);
    expect(await answer(sha)).toMatchObject({ level: 'weak', rivals: ['mallory'] });
  });
});

it('the log is searched once for all that a commit brought, whatever kind of evidence asks', async () => {
  const { head } = await pullOfBob();
  const sha = await framing(head, acme.bob);
  const world = acme.worldWith(acme.door, []);
  const before = acme.asked().length;
  for (const kind of ['ref-update', 'pull-request', 'ref-update']) await acme.gather(kind, sha, world);
  expect(
    acme
      .asked()
      .slice(before)
      .filter((each) => each.includes('/activity')),
  ).toHaveLength(1);
});

it('where GitHub refuses to tell who pushed, whoever opened it is no more than a hint', async () => {
  const { head } = await pullOfBob();
  const sha = await framing(head, acme.bob);
  const headers = { 'x-accepted-github-permissions': 'contents=read' };
  acme.github.fault({ on: /^GET .*\/activity/, status: 403, times: 9, headers });
  expect((await acme.gather('pull-request', sha)).map(({ strength }) => strength)).toEqual(['inferred']);
  acme.github.clearFaults();
});

describe('of what the website made of it when it was merged', () => {
  it('whoever opened it is the maker where nobody else pushed to its branch', async () => {
    const { pull } = await pullOfBob();
    const sha = await acme.github.mergePull(pull, acme.alice, { method: 'squash' });
    expect(await answer(sha)).toMatchObject({ opened: ['authenticated'] });
  });

  it('it is not sure where GitHub does not say which branch that was', async () => {
    const { pull } = await pullOfBob();
    const sha = await acme.github.mergePull(pull, acme.alice, { method: 'squash' });
    const found = await acme.gather('pull-request', sha, acme.worldWhere(sha, { headRefName: null }));
    expect(found.map(({ strength }) => strength)).toEqual(['inferred']);
  });

  it('it is not sure where others did, and all of them are named', async () => {
    const { head, pull } = await pullOfBob();
    await framing(head, acme.mallory);
    const sha = await acme.github.mergePull(pull, acme.alice, { method: 'squash' });
    const { maker, rivals, level, opened } = await answer(sha);
    expect({ level, opened }).toEqual({ level: 'weak', opened: ['inferred'] });
    expect([maker, ...rivals]).toContain('mallory');
  });

  it('it is not sure where the log does not reach back to where the branch began: nobody knows who pushed before', async () => {
    const { head, pull } = await pullOfBob();
    const sha = await acme.github.mergePull(pull, acme.alice, { method: 'squash' });
    const began = acme.shop.activity.findIndex(({ ref }) => ref === `refs/heads/${head}`);
    const [forgotten] = acme.shop.activity.splice(began, 1);
    expect(forgotten).toMatchObject({ type: 'branch_creation', actor: { login: 'bob' } });
    expect(await answer(sha)).toMatchObject({ level: 'weak', opened: ['inferred'] });
  });

  it('everybody who pushed is named, however many pushed after them', async () => {
    const { head, pull } = await pullOfBob();
    await framing(head, acme.mallory);
    const later = Array.from({ length: 6 }, (_, n) => acme.github.user(`later-${n}`));
    for (const each of later) await framing(head, each);
    const sha = await acme.github.mergePull(pull, acme.alice, { method: 'squash' });
    const pushers = (await acme.gather('pull-request', sha)).filter(({ kind }) => kind === 'pull-request-push');
    const everybody = ['mallory', ...later.map(({ login }) => login)];
    expect(new Set(pushers.map(({ who }) => who.login))).toEqual(new Set(everybody));
    const { maker, rivals } = await answer(sha);
    expect([maker, ...rivals]).toEqual(expect.arrayContaining(everybody));
  });

  it('what was pushed to an earlier branch of the same name, or after it, is of no matter', async () => {
    const { head, pull } = await pullOfBob();
    const sha = await acme.github.mergePull(pull, acme.alice, { method: 'squash' });
    await framing(head, acme.mallory);
    const later = acme.shop.activity.at(-1);
    if (later === undefined) throw new Error('no activity');
    later.at += 60_000;
    acme.shop.activity.unshift({ ...later, at: 1, type: 'branch_deletion', id: -1 }, { ...later, at: 0, id: -2 });
    expect(await answer(sha)).toMatchObject({ opened: ['authenticated'] });
  });
});
