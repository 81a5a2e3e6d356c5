import { expect, it } from 'vitest';
import { GitHubFailure, NotVisible } from '../../src/github/github.ts';
import { oneByOne } from '../../src/jobs/asking/one-by-one.ts';
import { RetryLater } from '../../src/model/job.ts';

/** Which of three were done, and what came of it, where the first fails so. */
async function three(failure: Error) {
  const done: number[] = [];
  const work = (one: number) => async () => {
    done.push(one);
    if (one === 1) throw failure;
  };
  const thrown = await oneByOne([1, 2, 3].map(work)).then(
    () => undefined,
    (error: unknown) => error,
  );
  return { done, thrown };
}

it('what fails for one keeps no other from being done, and is told in the end', async () => {
  const failure = new GitHubFailure('GitHub answered 502', 502);
  expect(await three(failure)).toEqual({ done: [1, 2, 3], thrown: failure });
});

it.each([new NotVisible({ why: 'permission', says: 'not visible' }), new RetryLater('the limit is used up', 1000)])(
  'what is refused, or has to wait, is not asked for again and again: %s',
  async (refusal) => {
    expect(await three(refusal)).toEqual({ done: [1], thrown: refusal });
  },
);

it('what is not visible at one place keeps no other from being looked at', async () => {
  const blocked = new NotVisible({ why: 'absent', says: 'GitHub blocks access there' });
  expect(await three(blocked)).toEqual({ done: [1, 2, 3], thrown: blocked });
});
