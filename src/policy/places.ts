import { ASKED_FOR_CASES, type Coverage } from '../model/coverage.ts';
import { type Departure, tellingSince } from '../model/departure.ts';
import { DAY, type Instant } from '../model/time.ts';

/** What went out of sight longer before is no part of what the person worked with last. */
const BEFORE_LEAVING = 90 * DAY;

/**
 * A place that nobody can look at any more, and nobody looked at since the end. It keeps no
 * case open, which would never close.
 */
export function isMissed({ lookedAt, gap }: Coverage, departure: Departure): boolean {
  const { since = 0 } = gap ?? {};
  return since > departure.effectiveAt - BEFORE_LEAVING && lookedAt < tellingSince(departure);
}

export interface Places {
  readonly count: number;
  /** What may not be seen is told as not covered; whatever could be looked at again and was not keeps a case open. */
  staleSince(since: Instant): number;
}

/** Counted for each of many departures, so put in order once. */
export function placesIn(coverage: readonly Coverage[]): Places {
  const places = coverage.filter(({ source, gap }) => !isNoPlace(source) && gap?.since === undefined);
  const looks = places.filter(({ gap }) => gap?.why !== 'permission');
  // A look that fails today takes nothing back that was seen yesterday: one bad answer would open every case again.
  const times = Float64Array.from(looks, ({ lookedAt, gap, answeredAt = Number.NEGATIVE_INFINITY }) =>
    gap?.why === 'failed' ? answeredAt : lookedAt,
  ).sort();
  return {
    count: places.length,
    staleSince(since) {
      let [low, high] = [0, times.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((times[middle] ?? 0) < since) low = middle + 1;
        else high = middle;
      }
      return low;
    },
  };
}

/**
 * What could not be asked about a maker, or for some other case, is no place where
 * credentials live: it is told, and no sweep looks at it again.
 */
export function isNoPlace(source: string): boolean {
  return source.startsWith('evidence: ') || ASKED_FOR_CASES.some((each) => each === source);
}
