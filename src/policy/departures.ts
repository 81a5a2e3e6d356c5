import type { Departure, DepartureNotice } from '../model/departure.ts';
import { identity } from '../model/identity.ts';
import type { Person, Who } from '../model/person.ts';
import type { Instant } from '../model/time.ts';

/** Finds the account behind a name; `attribute/` makes it from the people the organisation knows. */
export type FindPerson = (who: Who) => Person | undefined;

/**
 * All notices -> one departure a person. Of each source the latest word counts; among the sources that say "leaves" the
 * earliest date wins, and those that say otherwise are shown. "Stays" learned after the leaving became effective is a return.
 */
export function departures(
  notices: readonly DepartureNotice[],
  findPerson: FindPerson,
  now: Instant,
): readonly Departure[] {
  // "Latest" is what was learned last, whatever order the notices stand in.
  const inTime = notices.toSorted((a, b) => a.learnedAt - b.learnedAt);
  const named = inTime.map((notice) => ({ notice, person: findPerson(notice.who) }));
  const groups = Map.groupBy(named, ({ notice, person }) => (person ? `id ${person.id}` : nameOf(notice.who)));
  return [...groups.values()].flatMap((group) =>
    departure(
      group.map(({ notice }) => notice),
      group[0]?.person,
      now,
    ),
  );
}

function departure(notices: readonly DepartureNotice[], person: Person | undefined, now: Instant): Departure[] {
  const latest = [...new Map(notices.map((notice) => [notice.source, notice])).values()];
  const leaving = latest
    .filter(({ says }) => says === 'leaves')
    .toSorted((a, b) => a.effectiveAt - b.effectiveAt || (a.source < b.source ? -1 : 1));
  const staying = latest.filter(({ says }) => says === 'stays');
  const [first] = leaving;
  const former = notices.findLast(({ says }) => says === 'leaves');
  const shown = first ?? former;
  const [earliest] = notices;
  if (shown === undefined || earliest === undefined) return [];
  return [
    {
      // By the first name that was heard: a person who becomes known only later keeps the case that was opened.
      id: identity('departure', nameOf(earliest.who)),
      who: shown.who,
      ...(person ? { person } : {}),
      state: state(first, shown, staying, now),
      effectiveAt: shown.effectiveAt,
      learnedAt: Math.min(...(leaving.length > 0 ? leaving : [shown]).map(({ learnedAt }) => learnedAt)),
      notices,
      contradicted: first === undefined ? [] : staying,
    },
  ];
}

/** A person who is added back after leaving is `rehired`: the old credentials are theirs again, and the case says so. */
function state(
  first: DepartureNotice | undefined,
  shown: DepartureNotice,
  staying: readonly DepartureNotice[],
  now: Instant,
): Departure['state'] {
  if (first === undefined) {
    const takenBackBefore = staying.some(({ learnedAt }) => learnedAt <= shown.effectiveAt);
    return takenBackBefore ? 'cancelled' : 'rehired';
  }
  return first.effectiveAt <= now ? 'effective' : 'scheduled';
}

function nameOf({ id, login, email }: Who): string {
  return id !== undefined ? `id ${id}` : `name ${(login ?? email ?? '').toLowerCase()}`;
}
