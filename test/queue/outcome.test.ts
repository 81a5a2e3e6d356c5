import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { GiveUp, RetryLater } from '../../src/model/job.ts';
import { exponentialBackoff, failureOutcome } from '../../src/queue/outcome.ts';

const job = { id: '1', type: 'x', payload: {}, attempt: 2, attempts: 3 };

describe('the backoff', () => {
  test('grows from seconds to an hour, and chance at most halves it', () => {
    const waits = Array.from({ length: 9 }, (_, at) => exponentialBackoff(() => 1)(at + 1));
    expect(waits).toEqual([2_000, 6_000, 18_000, 54_000, 162_000, 486_000, 1_458_000, 3_600_000, 3_600_000]);
    const property = fc.property(
      fc.integer({ min: 1, max: 50 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (tries, chance) => {
        const [most, some] = [exponentialBackoff(() => 1)(tries), exponentialBackoff(() => chance)(tries)];
        return some >= most / 2 && some <= most;
      },
    );
    fc.assert(property);
  });
});

describe('a failed run', () => {
  const backoff = (failedTries: number) => failedTries * 100;

  test('is followed by another while tries are left', () => {
    expect(failureOutcome(job, new Error('no'), backoff)).toEqual({ is: 'retry', afterMs: 200, error: 'Error: no' });
    expect(failureOutcome({ ...job, attempt: 3 }, new Error('no'), backoff)).toEqual({
      is: 'dead',
      error: 'Error: no',
    });
    expect(failureOutcome(job, new GiveUp('never'), backoff)).toEqual({ is: 'dead', error: 'GiveUp: never' });
  });

  test('that says when is no failed try, even when none is left', () => {
    const later = failureOutcome({ ...job, attempt: 3 }, new RetryLater('limit', 5_000), backoff);
    expect(later).toEqual({ is: 'later', afterMs: 5_000, error: 'RetryLater: limit' });
    expect(failureOutcome(job, new RetryLater('limit', -1), backoff)).toMatchObject({ afterMs: 0 });
  });

  test('is described in bounded text that every database can store', () => {
    const says = failureOutcome(job, `\0${'x'.repeat(9_000)}\ud800`, backoff).error;
    expect(says).toBe('x'.repeat(1_999));
    expect(failureOutcome(job, '\ud800', backoff).error).toBe('\ufffd');
  });
});
