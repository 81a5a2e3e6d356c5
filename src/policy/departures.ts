import type { Departure, DepartureNotice } from '../model/departure.ts';
import { identity } from '../model/identity.ts';
import type { Person, Who } from '../model/person.ts';
import type { Instant } from '../model/time.ts';
import { heardInTurn, isAccess, type Standing, stand, UNSEEN, voiceOf } from './voices.ts';

/**
 * Finds the account behind a name; `attribute/` makes it from the people the organisation
 * knows. `of`: when it had that name, if that is past.
 */
export type FindPerson = (who: Who, of?: Instant) => Person | undefined;

/**
 * All notices -> one departure a person. Of each voice the latest word counts; among those
 * that say "leaves" the earliest date wins, and whoever says otherwise later is shown. A
 * departure ends when everybody who said "leaves" has taken it back.
 */
export function departures(
  notices: readonly DepartureNotice[],
  findPerson: FindPerson,
  now: Instant,
): readonly Departure[] {
  const inTurn = heardInTurn(notices.filter(({ source }) => source !== UNSEEN));
  const entries = directoryEntries(inTurn, findPerson);
  const named = inTurn.map((notice) => ({ notice, person: findPerson(notice.who, dayOfName(notice)) }));
  const groups = Map.groupBy(named, ({ notice, person }) => (person ? `id ${person.id}` : entries(notice.who)));
  return [...groups.values()].flatMap((group) =>
    departure(
      group.map(({ notice }) => notice),
      group.findLast(({ person }) => person !== undefined)?.person,
      now,
    ),
  );
}

/**
 * Of what GitHub tells only old entries of its audit log lack the id, and they name people
 * as they were called that day.
 */
function dayOfName(notice: DepartureNotice): Instant | undefined {
  return notice.who.id === undefined && isAccess(voiceOf(notice)) ? notice.effectiveAt : undefined;
}

function departure(notices: readonly DepartureNotice[], person: Person | undefined, now: Instant): Departure[] {
  const [earliest] = notices;
  const standing = stand(notices);
  const [first] = standing.leaving;
  const shown = first ?? standing.former;
  if (shown === undefined || earliest === undefined) return [];
  const isEmergency = standing.leaving.some(({ emergency, effectiveAt }) => emergency === true && effectiveAt <= now);
  return [
    {
      id: identity('departure', nameOf(firstHeard(notices, earliest).who)),
      who: shown.who,
      ...(person ? { person } : {}),
      state: state(standing, now),
      effectiveAt: shown.effectiveAt,
      learnedAt: Math.min(...(first === undefined ? [shown] : standing.leaving).map(({ learnedAt }) => learnedAt)),
      notices,
      contradicted: first === undefined ? [] : standing.staying.filter((each) => isContrary(each, first)),
      ...(isEmergency ? { emergency: true } : {}),
    },
  ];
}

/**
 * A departure goes by the first name that was heard: a person who becomes known only later keeps the case
 * that was opened, and what an event said that came late, of an earlier moment, does not make it another.
 */
function firstHeard(notices: readonly DepartureNotice[], earliest: DepartureNotice): DepartureNotice {
  const turn = ({ heard = Number.POSITIVE_INFINITY }: DepartureNotice) => heard;
  return notices.reduce((first, notice) => (turn(notice) < turn(first) ? notice : first), earliest);
}

/** Whoever is added back after leaving is `rehired`: the old credentials are theirs again, and the case says so. */
function state({ leaving: [first], tookEffect }: Standing, now: Instant): Departure['state'] {
  if (first === undefined) return tookEffect ? 'rehired' : 'cancelled';
  return first.effectiveAt <= now ? 'effective' : 'scheduled';
}

/**
 * What was said before is history. Access that is given while somebody still works here is work, and no contradiction.
 */
function isContrary(staying: DepartureNotice, leaving: DepartureNotice): boolean {
  return staying.learnedAt >= (isAccess(voiceOf(staying)) ? leaving.effectiveAt : leaving.learnedAt);
}

/** Strangers: an address leads to the entry of the directory that has it, unless several have it. */
function directoryEntries(notices: readonly DepartureNotice[], findPerson: FindPerson): (who: Who) => string {
  const strangers = notices.map(({ who }) => who).filter((who) => who.directory && who.email && !findPerson(who));
  const owners = Map.groupBy(strangers, ({ email = '' }) => email.toLowerCase());
  return (who) => {
    const entries = new Set(owners.get(who.email?.toLowerCase() ?? '')?.map(({ directory }) => directory));
    const [directory] = entries;
    const isAddress = who.id === undefined && who.login === undefined && who.directory === undefined;
    return isAddress && entries.size === 1 && directory ? nameOf({ directory }) : nameOf(who);
  };
}

function nameOf({ id, login, email, directory }: Who): string {
  if (id !== undefined) return `id ${id}`;
  return directory === undefined ? `name ${(login ?? email ?? '').toLowerCase()}` : `directory ${directory}`;
}
