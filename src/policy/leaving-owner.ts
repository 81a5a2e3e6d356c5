import type { Departure } from '../model/departure.ts';
import type { Person, Who } from '../model/person.ts';

/**
 * Whoever answers for an exception: by id where they decided by command, by the login that
 * the policy file has otherwise.
 */
interface NamedOwner {
  readonly id?: number;
  readonly login: string;
}

/** The departure that ends what they answer for: scheduled or in effect, the earliest of several. */
export type FindLeaving = (owner: NamedOwner) => Departure | undefined;

/** As much of the people of an organisation as tells whom a login means; `attribute/` makes it. */
export interface Names {
  find(who: Who): { readonly person: Person } | undefined;
  /** Lower-cased. */
  loginsOf(id: number): readonly string[];
}

/**
 * By account. A login that leads to no one account of today counts for everybody who leaves
 * and has, or had, it: nobody answers for anything by being unclear.
 */
export function leavingOwner(departures: readonly Departure[], names: Names): FindLeaving {
  const leaving = departures
    .filter(({ state }) => state === 'scheduled' || state === 'effective')
    .toSorted((a, b) => a.effectiveAt - b.effectiveAt);
  const find = (login: string, id = names.find({ login })?.person.id) =>
    leaving.find(({ person, who }) => {
      const account = person?.id ?? who.id;
      if (account === undefined) return who.login?.toLowerCase() === login;
      if (id !== undefined) return account === id;
      return person?.login.toLowerCase() === login || names.loginsOf(account).includes(login);
    });
  // One entry of a register may be about a hundred thousand credentials.
  const known = new Map<string, Departure | undefined>();
  return ({ id, login: written }) => {
    const login = written.toLowerCase();
    const key = `${login}/${id ?? ''}`;
    if (!known.has(key)) known.set(key, find(login, id));
    return known.get(key);
  };
}
