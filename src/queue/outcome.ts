import { GiveUp, type Job, RetryLater } from '../model/job.ts';

/** What becomes of a job after a run. */
export type Outcome =
  | { readonly is: 'done' }
  /** The run failed and counts as a try. */
  | { readonly is: 'retry'; readonly afterMs: number; readonly error: string }
  /** The handler knows when: does not count as a try. */
  | { readonly is: 'later'; readonly afterMs: number; readonly error: string }
  | { readonly is: 'dead'; readonly error: string };

/** How long to wait after the n-th failed try, n from 1. */
export type Backoff = (failedTries: number) => number;

export const DEFAULT_ATTEMPTS = 8;

const FIRST_MS = 2_000;
const FACTOR = 3;
const LONGEST_MS = 3_600_000;
const ERROR_LENGTH = 2_000;

/**
 * About 2 s, 6 s, 18 s, ... 1 h, each between half and full, so that what failed together does not come back together.
 */
export function exponentialBackoff(random: () => number): Backoff {
  return (failedTries) => {
    const full = Math.min(LONGEST_MS, FIRST_MS * FACTOR ** (failedTries - 1));
    return Math.round(full * (0.5 + random() / 2));
  };
}

export function failureOutcome(job: Job, error: unknown, backoff: Backoff): Exclude<Outcome, { is: 'done' }> {
  const says = describe(error);
  if (error instanceof RetryLater) return { is: 'later', afterMs: Math.max(0, error.afterMs), error: says };
  if (error instanceof GiveUp || job.attempt >= (job.attempts ?? DEFAULT_ATTEMPTS)) return { is: 'dead', error: says };
  return { is: 'retry', afterMs: backoff(job.attempt), error: says };
}

function describe(error: unknown): string {
  const says = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  // PostgreSQL stores neither NUL nor half a character.
  return says.slice(0, ERROR_LENGTH).replaceAll('\0', '').toWellFormed();
}
