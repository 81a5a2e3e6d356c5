import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { evidenceKinds } from '../../src/evidence/index.ts';
import { type Witness, witness } from './witness.ts';

let acme: Witness;
beforeAll(async () => {
  acme = await witness();
});
afterAll(() => acme.close());
afterEach(() => acme.github.clearFaults());

const KINDS = ['commit-signature', 'pull-request', 'pull-request-review', 'pull-request-merge'];

describe('a pull request', () => {
  it('names who approved it and who merged it, as approvers and never as makers', async () => {
    const { github, mallory, alice, bob } = acme;
    const sha = await acme.push('reviewed', mallory);
    const pull = await github.openPull(acme.shop, mallory, { title: 'Look', head: 'reviewed' });
    github.review(pull, bob);
    await github.mergePull(pull, alice);
    expect(await acme.gather('pull-request-review', sha)).toMatchObject([
      {
        role: 'approver',
        strength: 'authenticated',
        who: { id: bob.id, login: 'bob' },
        did: `approved pull request #${pull.number}, which contains the commit,`,
        source: expect.stringContaining(`/pull/${pull.number}#pullrequestreview-`),
      },
    ]);
    expect(await acme.gather('pull-request-merge', sha)).toMatchObject([
      { role: 'approver', strength: 'authenticated', who: { id: alice.id, login: 'alice' } },
    ]);
    expect((await acme.gather('pull-request', sha)).map(({ role, who }) => [role, who.login])).toEqual([
      ['creator', 'mallory'],
    ]);
  });

  it('that was only commented, or is still open, was approved and merged by nobody', async () => {
    const sha = await acme.push('commented', acme.mallory);
    const pull = await acme.github.openPull(acme.shop, acme.mallory, { title: 'Talk', head: 'commented' });
    acme.github.review(pull, acme.bob, 'COMMENTED');
    acme.github.review(pull, acme.bob, 'CHANGES_REQUESTED');
    expect(await acme.gather('pull-request-review', sha)).toEqual([]);
    expect(await acme.gather('pull-request-merge', sha)).toEqual([]);
  });

  it('whose reviewer has no account any more was approved by nobody that can be named', async () => {
    const sha = await acme.push('ghostly', acme.mallory);
    const pull = await acme.github.openPull(acme.shop, acme.mallory, { title: 'Boo', head: 'ghostly' });
    acme.github.review(pull, acme.bob).by = null;
    expect(await acme.gather('pull-request-review', sha)).toEqual([]);
  });

  it('of a program says that it is one, in the name that REST and git give it', async () => {
    const robot = acme.github.user('dependabot[bot]', { type: 'Bot' });
    const sha = await acme.push('bumped', acme.mallory);
    await acme.github.openPull(acme.shop, robot, { title: 'Bump', head: 'bumped' });
    expect((await acme.gather('pull-request', sha)).map(({ who }) => who)).toEqual([
      { id: robot.id, login: 'dependabot[bot]', bot: true },
    ]);
  });

  it('that was squashed on the website is its author’s, whoever the committer is', async () => {
    await acme.push('squashed', acme.mallory);
    const pull = await acme.github.openPull(acme.shop, acme.mallory, { title: 'Squash', head: 'squashed' });
    const sha = await acme.github.mergePull(pull, acme.alice, { method: 'squash' });
    expect((await acme.gather('pull-request', sha)).map(({ who }) => who.login)).toEqual(['mallory']);
    // GitHub signed it: that names nobody, least of all web-flow.
    expect(await acme.gather('commit-signature', sha)).toEqual([]);
  });
});

describe('a signature', () => {
  it('that GitHub verified names the account whose key it is', async () => {
    const sha = await acme.push('signed', acme.mallory);
    acme.github.sign(acme.shop, sha, { by: acme.mallory, reason: 'valid' });
    expect(await acme.gather('commit-signature', sha)).toMatchObject([
      { role: 'creator', strength: 'signed', who: { id: acme.mallory.id, login: 'mallory' } },
    ]);
  });

  it.each([
    ['is of a key nobody knows', { reason: 'unknown_key' as const }],
    ['has an address that was not verified', { reason: 'unverified_email' as const }],
    ['is of an expired key', { reason: 'expired_key' as const }],
    ['has no account', { reason: 'valid' as const }],
  ])('that %s names nobody', async (_, signed) => {
    const sha = await acme.push(`unsure-${signed.reason}-${'by' in signed}`, acme.mallory);
    acme.github.sign(acme.shop, sha, signed.reason === 'valid' ? signed : { ...signed, by: acme.mallory });
    expect(await acme.gather('commit-signature', sha)).toEqual([]);
  });

  it('is none where nothing is signed', async () => {
    expect(await acme.gather('commit-signature', await acme.push('bare', acme.mallory))).toEqual([]);
  });
});

describe('one question', () => {
  it('serves all kinds and all commits of a piece of work', async () => {
    const shas = [await acme.push('many-1', acme.mallory), await acme.push('many-2', acme.bob)];
    const world = acme.worldOf(shas);
    const before = acme.asked().length;
    for (const sha of shas) for (const name of KINDS) await acme.gather(name, sha, world);
    expect(acme.asked().slice(before)).toEqual(['POST /graphql']);
  });

  it('about a commit that GitHub does not have says nothing, and takes nothing from the others', async () => {
    const sha = await acme.push('here', acme.bob);
    acme.github.sign(acme.shop, sha, { by: acme.bob, reason: 'valid' });
    const world = acme.worldOf(['e'.repeat(40), sha]);
    expect(await acme.gatherAt('commit-signature', 'e'.repeat(40), world)).toEqual([]);
    expect(await acme.gather('commit-signature', sha, world)).toHaveLength(1);
  });

  it('is not sent with anything but the name of a commit in it', async () => {
    const before = acme.asked().length;
    const world = acme.worldOf(['") { evil }']);
    expect(await acme.gatherAt('pull-request', '") { evil }', world)).toEqual([]);
    expect(acme.asked().slice(before)).toEqual([]);
  });

  it('about a repository whose name another one has now, or none, is a gap', async () => {
    const sha = await acme.push('elsewhere', acme.bob);
    const world = acme.worldOf([sha]);
    const another = { ...world, repository: { ...world.repository, id: 999_999 } };
    const none = { ...world, repository: { ...world.repository, fullName: 'acme/none' } };
    for (const each of [another, none])
      for (const name of KINDS)
        await expect(acme.gather(name, sha, each)).rejects.toMatchObject({ name: 'NotVisible' });
  });
});

describe('bad answers', () => {
  let sha: string;
  let times = 0;
  beforeEach(async () => {
    times += 1;
    sha = await acme.push(`bad-${times}`, acme.mallory);
  });

  it.each([
    ['403', { status: 403, message: 'Resource not accessible by integration' }, 'NotVisible'],
    ['429', { status: 429, headers: { 'retry-after': '30' } }, 'RetryLater'],
    ['a rate limit in a 403', { status: 403, headers: { 'retry-after': '30' } }, 'RetryLater'],
    ['404', { status: 404 }, 'GitHubFailure'],
    ['410', { status: 410 }, 'GitHubFailure'],
    ['500', { status: 500 }, 'GitHubFailure'],
    ['a cut body', { cut: true }, 'GitHubFailure'],
  ])('%s is never an empty answer', async (_, fault, name) => {
    for (const kind of KINDS) {
      acme.github.fault({ on: /POST \/graphql/, times: 9, ...fault });
      await expect(acme.gather(kind, sha)).rejects.toMatchObject({ name });
      acme.github.clearFaults();
    }
  });

  it('a limit that GraphQL tells in its own way brings the job back later', async () => {
    const world = await acme.worldSaying({}, [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded' }]);
    await expect(acme.gather('pull-request', sha, world)).rejects.toMatchObject({ name: 'RetryLater' });
  });

  it('a part that GitHub could not work out is a gap, and no "none"', async () => {
    const path = ['repository', `c${sha}`, 'associatedPullRequests'];
    const commit = { author: null, signature: null, associatedPullRequests: null };
    const world = await acme.worldSaying({ [`c${sha}`]: commit }, [{ message: 'Something went wrong', path }]);
    await expect(acme.gather('pull-request', sha, world)).rejects.toMatchObject({ name: 'NotVisible' });
  });

  it('what GitHub could not work out, without a word on what, is a gap of all that is missing', async () => {
    const empty = { author: null, signature: null, associatedPullRequests: { nodes: [] } };
    for (const commit of [null, empty]) {
      const world = await acme.worldSaying({ [`c${sha}`]: commit }, [{ message: 'Something went wrong' }]);
      for (const kind of ['pull-request', 'commit-signature', 'commit-author'])
        await expect(acme.gather(kind, sha, world)).rejects.toMatchObject({ name: 'NotVisible' });
    }
  });
});

it('an answer of another shape is a failure, and no "none"', async () => {
  const sha = await acme.push('odd', acme.mallory);
  for (const odd of [{}, { [`c${sha}`]: { author: 7 } }, { [`c${sha}`]: 'commit' }])
    await expect(acme.gather('pull-request', sha, await acme.worldSaying(odd))).rejects.toMatchObject({
      name: 'GitHubFailure',
      message: expect.stringContaining('lacks what we read'),
    });
});

it('every kind has a name of its own, and says what it needs', () => {
  expect(new Set(evidenceKinds.map(({ name }) => name)).size).toBe(evidenceKinds.length);
  for (const { permission } of evidenceKinds) expect(permission).toMatch(/^(none: .+|[A-Z][a-z ]+: read)$/);
});

it('GitHub has nothing against what was asked', async () => {
  await acme.github.settled();
  expect(acme.github.problems).toEqual([]);
});
