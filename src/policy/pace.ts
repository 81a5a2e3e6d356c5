import { HOUR, type Instant, MINUTE } from '../model/time.ts';

/** So many writes at most in any minute and in any hour. */
export interface Limits {
  readonly perMinute: number;
  readonly perHour: number;
}

/**
 * GitHub lets an App make 80 pieces of content a minute and 500 an hour ("Rate limits for the
 * REST API"). What comes first keeps room: checks that follow the facts leave some for cases,
 * and both for what people wait for, a fresh head or an answer to a command. 60 checks a minute
 * are 360 of the 900 points that a minute gives: a write costs five, the look before it one.
 */
export const CHECKS: Limits = { perMinute: 60, perHour: 400 };
export const CASES: Limits = { perMinute: 70, perHour: 450 };
/** A fresh head waits for nothing, not even for answers to a hundred comments. */
export const ANSWERS: Limits = { perMinute: 75, perHour: 475 };

/** How many more writes the limits allow at this moment. */
export function room(writes: readonly Instant[], limits: Limits, now: Instant): number {
  const within = (span: number) => writes.filter((at) => at > now - span).length;
  return Math.max(0, Math.min(limits.perMinute - within(MINUTE), limits.perHour - within(HOUR)));
}

/** How long until there is room for `more` writes. */
export function waitMs(writes: readonly Instant[], limits: Limits, now: Instant, more = 1): number {
  const until = (most: number, span: number) => {
    const recent = writes.filter((at) => at > now - span).toSorted((a, b) => a - b);
    const last = recent.at(-(most - more + 1));
    return last === undefined ? 0 : last + span - now;
  };
  return Math.max(until(limits.perMinute, MINUTE), until(limits.perHour, HOUR));
}
