// Of a fork there is no log here: whoever opened the pull request brought what is in it, where the fork is theirs.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

let count = 0;

describe('from a fork', () => {
  it('whoever opened it brought it where the fork is theirs, and perhaps where it is somebody else’s', async () => {
    const theirs = await acme.github.fork(acme.shop, acme.mallory);
    const names = [];
    for (const opener of [acme.mallory, acme.bob]) {
      const head = `forked-${++count}`;
      const sha = await acme.github.push(theirs, acme.mallory, [
        { branch: head, message: 'M', files: { [`${head}.txt`]: head } },
      ]);
      const pull = await acme.github.openPull(acme.shop, opener, { title: head, head, from: theirs });
      await acme.github.mergePull(pull, acme.alice);
      names.push(...(await acme.gather('pull-request', sha)).map(({ who, strength }) => [who.login, strength]));
    }
    expect(names).toEqual([
      ['mallory', 'authenticated'],
      ['bob', 'inferred'],
    ]);
  });

  it.each([
    ['GitHub does not say whose it is, as of one that was deleted', null],
    ['it is an organisation’s, to which several may push', { __typename: 'Organization', login: 'acme' }],
  ])('whoever opened it brought it perhaps, where %s', async (_, owner) => {
    const theirs = await acme.github.fork(acme.shop, acme.mallory);
    const head = `forked-${++count}`;
    const sha = await acme.github.push(theirs, acme.mallory, [
      { branch: head, message: 'M', files: { [`${head}.txt`]: head } },
    ]);
    const pull = await acme.github.openPull(acme.shop, acme.bob, { title: head, head, from: theirs });
    await acme.github.mergePull(pull, acme.alice);
    const found = await acme.gather('pull-request', sha, acme.worldWhere(sha, { headRepositoryOwner: owner }));
    expect(found.map(({ who, strength }) => [who.login, strength])).toEqual([['bob', 'inferred']]);
  });
});
