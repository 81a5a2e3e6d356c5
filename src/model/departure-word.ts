import type { Who } from './person.ts';
import { DAY, type Instant, isDay, startOfDay } from './time.ts';

/** What a person or another system tells us of a departure: on the command line, or by `POST /departures`. */
export interface DepartureWord {
  /** Makes a repetition known. */
  readonly id?: string;
  readonly source: string;
  /** For the journal: `command line`, `departures:workday`. */
  readonly actor: string;
  readonly about: { readonly who: Who; readonly vendor?: never } | { readonly vendor: string; readonly who?: never };
  readonly says: 'leaves' | 'stays';
  readonly effectiveAt: Instant;
  /** Whether a date was named; without one it is now. */
  readonly dated: boolean;
  readonly detail: string;
  readonly emergency?: boolean;
  readonly overrules?: boolean;
}

export interface Told {
  /** It was said before: nothing changed. */
  readonly repeated: boolean;
  /** Whom it is about, as far as they are known. */
  readonly people: readonly Who[];
}

/** The moment in which a last day has ended, UTC; undefined for what is no day, such as 30 February. */
export function endOfDay(day: string): Instant | undefined {
  return isDay(day) ? startOfDay(day) + DAY : undefined;
}

/** Dates this far off are mostly typing errors in the year, so they are asked about. */
const LONG_AGO = 366 * DAY;
const FAR_OFF = 3 * 366 * DAY;

export function isUnlikely(at: Instant, now: Instant): boolean {
  return at < now - LONG_AGO || at > now + FAR_OFF;
}
