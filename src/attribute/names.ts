import type { Evidence } from '../model/evidence.ts';
import type { Person } from '../model/person.ts';
import { isProgram } from './bots.ts';
import type { Directory, Match } from './people.ts';

/** One piece of evidence and the account that it means. */
export interface Named {
  readonly item: Evidence;
  readonly match: Match | undefined;
}

/**
 * Whether what the evidence says is about this account: it vouches for nobody who only may
 * have had the login, or goes by the name.
 */
export function isOfAccount({ match }: Named): boolean {
  return match?.doubtful !== true && match?.byName !== true;
}

/** The kind of evidence that calls people by the login of the day, and not by the one that GitHub shows today. */
const OF_THE_DAY = 'audit-log';

/** Whom a piece of evidence means: nobody who is known, one, or everybody who may have had that login then. */
export function meant({ who, kind, at }: Pick<Evidence, 'who' | 'kind' | 'at'>, people: Directory): readonly Match[] {
  if (kind === OF_THE_DAY) return people.named(who, at);
  const match = people.find(who);
  if (match !== undefined) return [match];
  // Two accounts have had the login: it is one of them, and which one that day does not tell,
  // as the list shows the login of today.
  const isLogin = who.id === undefined && who.email === undefined;
  return isLogin ? people.named(who, at).filter(({ doubtful }) => doubtful) : [];
}

/** How much of its weight survives when nothing but the name ties it to an account. */
const NAME_TIE = 0.8;

/**
 * A git identity whose address nobody knows, or a name that an issuer knows, is taken for the
 * account that other evidence about the same credential names, when it has that account's name
 * or login, and no other such account has. By the name alone nobody is ever brought into it.
 */
export function joinedByName(named: readonly Named[]): readonly Named[] {
  if (!named.some(isUntied)) return named;
  const there = new Map(
    named.flatMap(({ item, match }) =>
      match && match.doubtful !== true && item.strength !== 'claimed' ? [[match.person.id, match] as const] : [],
    ),
  );
  return named.map((each) => {
    if (!isUntied(each)) return each;
    const { item } = each;
    const [same, other] = [...there.values()].filter(({ person }) => goesBy(person, item.who.name ?? ''));
    if (same === undefined || other !== undefined) return each;
    return {
      item,
      match: { ...same, by: 'the name, and other evidence for the account', weight: NAME_TIE, byName: true },
    };
  });
}

/**
 * Nothing but a name, and an address that nobody knows. A program is not taken for the
 * account whose name it was given: it would hide that account.
 */
function isUntied({ item: { who }, match }: Named): boolean {
  const isNameOnly = who.name !== undefined && who.id === undefined && who.login === undefined;
  return match === undefined && isNameOnly && !isProgram(who);
}

function goesBy({ name, login }: Person, called: string): boolean {
  const wanted = called.trim().toLowerCase();
  return wanted !== '' && (login.toLowerCase() === wanted || name?.trim().toLowerCase() === wanted);
}
