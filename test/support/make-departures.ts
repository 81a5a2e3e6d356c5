import { directory } from '../../src/attribute/people.ts';
import type { Departure, DepartureNotice } from '../../src/model/departure.ts';
import { departures } from '../../src/policy/departures.ts';
import { EVERYBODY, NOW } from './make-facts.ts';

export const people = directory(EVERYBODY);

/** What the notices make known at this moment, among the people of the tests. */
export function departuresAt(now: number, notices: readonly DepartureNotice[]): readonly Departure[] {
  return departures(notices, (who) => people.find(who)?.person, now);
}

/** The same today. */
export const derive = (...notices: DepartureNotice[]): readonly Departure[] => departuresAt(NOW, notices);

/** The one departure that there is, and no other. */
export function only(found: readonly Departure[]): Departure {
  const [first, ...more] = found;
  if (first === undefined || more.length > 0) throw new Error(`${found.length} departures instead of one`);
  return first;
}
