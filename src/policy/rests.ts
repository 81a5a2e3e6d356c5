import { isClear, type Observation } from '../model/proof.ts';
import { DAY, HOUR, type Instant } from '../model/time.ts';

// How long nothing is asked again: what gives no answer today may give none for ever, and a
// failure may be over in an hour.

/** As long again as no look has told anything, so that each rest is twice the one before. */
export function whenAgain(since: Instant, last: Instant, most: number): Instant {
  return last + Math.min(Math.max(last - since, HOUR), most);
}

/**
 * Whether somebody else's service was asked so lately that it is left alone. `looks`: of
 * one kind at one credential, by time. The same is not asked again within a day; after an
 * answer that is not clear within an hour, and then ever later, up to a day.
 */
export function askedLately(looks: readonly Observation[], now: Instant): boolean {
  const last = looks.at(-1);
  if (last === undefined) return false;
  const firstUnclear = looks[looks.findLastIndex(isClear) + 1];
  return now < (firstUnclear === undefined ? last.at + DAY : whenAgain(firstUnclear.at, last.at, DAY));
}
