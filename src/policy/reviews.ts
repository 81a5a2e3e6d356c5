import type { Policy } from '../model/policy.ts';
import { DAY, type Instant, isoDay, startOfDay } from '../model/time.ts';
import type { CredentialFile } from '../model/violation.ts';

/** A round in which people look through all access. */
export interface Campaign {
  /** `review:2026-10-01`: the key of its issue. */
  readonly key: string;
  readonly start: Instant;
  /** When the next one begins. */
  readonly end: Instant;
}

/** What is gone, or proved to be, is no matter of a review. */
export function isToReview({ credential, proof }: CredentialFile): boolean {
  return credential.goneAt === undefined && proof.state !== 'proved';
}

/**
 * The round that runs now, and the one before it. They follow from the calendar alone, so nothing has to be remembered.
 */
export function campaigns(
  { reviews }: Policy,
  now: Instant,
): { readonly running: Campaign; readonly before?: Campaign } | undefined {
  if (reviews === undefined) return undefined;
  const [first, length] = [startOfDay(reviews.since), reviews.every_days * DAY];
  const number = Math.floor((now - first) / length);
  if (number < 0) return undefined;
  const nth = (n: number): Campaign => {
    const start = first + n * length;
    return { key: `review:${isoDay(start)}`, start, end: start + length };
  };
  return { running: nth(number), ...(number > 0 ? { before: nth(number - 1) } : {}) };
}
