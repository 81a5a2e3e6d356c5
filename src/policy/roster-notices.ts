import type { DepartureNotice } from '../model/departure.ts';
import type { Who } from '../model/person.ts';
import { DAY, type Instant, startOfDay } from '../model/time.ts';
import type { RosterEntry } from './parse-roster.ts';

/** The newest of the roster's words about whoever this line names, also if the line named them otherwise then. */
export function lastWordOf(said: readonly DepartureNotice[], { who }: RosterEntry): DepartureNotice | undefined {
  const own = said.filter(({ source, vendor }) => source === 'roster' && vendor === undefined);
  return own.findLast((notice) => isSame(notice.who, who));
}

/** What a line says that the roster did not say before. */
export function rosterNotice(
  { who, end, line }: RosterEntry,
  last: DepartureNotice | undefined,
  learnedAt: Instant,
): DepartureNotice | undefined {
  const word = { source: 'roster', who, learnedAt, detail: `line ${line} of the roster` };
  if (end === undefined)
    return last?.says === 'leaves' ? { ...word, says: 'stays', effectiveAt: learnedAt } : undefined;
  const effectiveAt = startOfDay(end) + DAY;
  const isKnown = last?.says === 'leaves' && last.effectiveAt === effectiveAt;
  return isKnown ? undefined : { ...word, says: 'leaves', effectiveAt };
}

/** One name in common is enough, unless ids or logins tell two people apart. */
export function isSame(one: Who, other: Who): boolean {
  if (one.id !== undefined && other.id !== undefined) return one.id === other.id;
  if (one.login !== undefined && other.login !== undefined)
    return one.login.toLowerCase() === other.login.toLowerCase();
  return one.email !== undefined && one.email.toLowerCase() === other.email?.toLowerCase();
}
