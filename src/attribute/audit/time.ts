import type { Instant } from '../../model/time.ts';

/** With a zone: a time without one could be any of 24 hours. */
const ISO = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,9})?)? ?(Z|UTC|[+-]\d\d:?\d\d)$/;

// 2001-09-09 in seconds and in milliseconds: no audit log is older, so that no number can mean both.
const FIRST_SECOND = 1e9;
const FIRST_MILLISECOND = 1e12;

/** Milliseconds (what GitHub writes), seconds or ISO 8601, as a number or as text; undefined rather than a guess. */
export function auditTime(value: unknown): Instant | undefined {
  if (typeof value === 'string' && ISO.test(value)) {
    const at = Date.parse(
      value
        .replace(' ', 'T')
        .replace(/ ?UTC$/, 'Z')
        .replace(' ', ''),
    );
    return Number.isNaN(at) ? undefined : at;
  }
  const number = typeof value === 'string' && /^\d+(\.\d+)?$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) return undefined;
  if (number >= FIRST_MILLISECOND && number < FIRST_MILLISECOND * 10) return Math.round(number);
  return number >= FIRST_SECOND && number < FIRST_SECOND * 10 ? Math.round(number * 1000) : undefined;
}
