/** A moment in milliseconds since 1970 UTC, as the ledger keeps it. Pure code gets `now` as a parameter. */
export type Instant = number;

export const MINUTE = 60_000;

export const HOUR = 3_600_000;

export const DAY = 86_400_000;

/** `2026-11-21`, the form dates take in every text a person reads. */
export function isoDay(at: Instant): string {
  const days = Math.floor(at / DAY);
  if (!(days >= FIRST_PLAIN && days < END_PLAIN)) return new Date(at).toISOString().slice(0, 10);
  // Counted from 1 March of the year 0, so that the leap day is the last of a year: many
  // thousands of dates are written in one plan.
  const from0 = days + 719_468;
  const era = Math.floor(from0 / 146_097);
  const dayOfEra = from0 - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1_460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const month = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * month + 2) / 5) + 1;
  const year = yearOfEra + era * 400 + (month >= 10 ? 1 : 0);
  return `${year}-${two(month >= 10 ? month - 9 : month + 3)}-${two(day)}`;
}

/** 1000-01-01 up to 9999-12-31: years of four digits. */
const [FIRST_PLAIN, END_PLAIN] = [-354_285, 2_932_897];

function two(part: number): string {
  return part < 10 ? `0${part}` : `${part}`;
}

/**
 * The last day of whose access ends at this moment: the day `end: 2026-12-31` ends with the
 * first moment of the next year.
 */
export function lastDay(end: Instant): string {
  return isoDay(end - 1);
}

/** When that last day begins. Days before a last day are counted from here, by the calendar. */
export function startOfLastDay(end: Instant): Instant {
  return Math.floor((end - 1) / DAY) * DAY;
}

/** The first moment of a calendar day in UTC: `2026-11-21` -> Instant. */
export function startOfDay(day: string): Instant {
  return Date.parse(`${day}T00:00:00Z`);
}

/** Whether a text is a day of the calendar, written as `2026-11-21`. JavaScript takes 30 February for 2 March. */
export function isDay(text: string): boolean {
  const start = /^\d{4}-\d{2}-\d{2}$/.test(text) ? startOfDay(text) : Number.NaN;
  return !Number.isNaN(start) && isoDay(start) === text;
}
