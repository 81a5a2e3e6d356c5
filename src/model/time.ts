/** A moment in milliseconds since 1970 UTC, as the ledger keeps it. Pure code gets `now` as a parameter. */
export type Instant = number;

export const HOUR = 3_600_000;

export const DAY = 86_400_000;

/** `2026-11-21`, the form dates take in every text a person reads. */
export function isoDay(at: Instant): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** The first moment of a calendar day in UTC: `2026-11-21` -> Instant. */
export function startOfDay(day: string): Instant {
  return Date.parse(`${day}T00:00:00Z`);
}
