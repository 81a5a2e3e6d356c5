import type { Coverage } from '../model/coverage.ts';
import type { Instant } from '../model/time.ts';

/** How much could be looked at: there may be hundreds of thousands of places. */
export interface Seen {
  readonly places: number;
  readonly oldestLook?: Instant;
}

export function withLook(seen: Seen, { gap, lookedAt }: Coverage): Seen {
  if (gap !== undefined) return seen;
  return { places: seen.places + 1, oldestLook: Math.min(seen.oldestLook ?? lookedAt, lookedAt) };
}
