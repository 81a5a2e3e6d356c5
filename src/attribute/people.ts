import type { Service } from '../model/attribution.ts';
import type { LoginRun } from '../model/login.ts';
import { once } from '../model/once.ts';
import { type Engagement, noreply, type Person, type Who } from '../model/person.ts';
import type { Instant } from '../model/time.ts';
import { services } from './holders.ts';
import { type Logins, logins } from './logins.ts';

export interface Match {
  readonly person: Person;
  /** How the name was tied to the account, in words for the chain of evidence. */
  readonly by: string;
  /** How much of the evidence's weight survives the tie: 1 where GitHub itself names the account. */
  readonly weight: number;
  readonly service?: Service;
  /**
   * The login has changed hands, and whose it was on that day is not known: this is one of those who may have had it.
   */
  readonly doubtful?: true;
  /** Nothing but a name ties it, and anybody may go by it. */
  readonly byName?: true;
}

/** Looks people up by every name they may be given. Built once for all evidence of an organisation. */
export interface Directory {
  /** By the names of today. */
  find(who: Who): Match | undefined;
  /**
   * By names that were true at that moment, and may be somebody else's now: one person for
   * sure, or everybody who may be meant.
   */
  named(who: Who, at: Instant): readonly Match[];
  /** Every login that the account is known to have had, lower-cased. */
  loginsOf(id: number): readonly string[];
}

/**
 * Strongest first: user id, noreply address with id, login, SSO identity, roster, verified
 * e-mail, noreply address without id.
 */
export function directory(
  people: readonly Person[],
  roster: readonly Engagement[] = [],
  runs: readonly LoginRun[] = [],
): Directory {
  const find = accounts(people);
  // Mostly nobody asks who had a login before.
  const history = once(() => logins(people, runs));
  const known = services(roster, (who) => find(who)?.person);
  const withService = (match: Match): Match => {
    const service = known.get(match.person.id);
    return service ? { ...match, service } : match;
  };
  const today = (who: Who) => {
    const match = find(who);
    return match && withService(match);
  };
  return {
    find: today,
    named(who, at) {
      const { id, login } = who;
      if (id !== undefined || login === undefined) return matches(today(who));
      const held = holders(history(), login, at).map(withService);
      if (held.length > 0) return held;
      const { login: _, ...rest } = who;
      return matches(today(rest));
    },
    loginsOf: (id) => history().of(id),
  };
}

function matches(match: Match | undefined): readonly Match[] {
  return match === undefined ? [] : [match];
}

function accounts(people: readonly Person[]): (who: Who) => Match | undefined {
  // Every piece of evidence leads to one of these: each is made once.
  const byId = new Map(people.map((person) => [person.id, { person, by: 'user id', weight: 1 }]));
  const byLogin = ownedLogins(people);
  const byEmail = addresses(people);

  const byAddress = (email: string): Match | undefined => {
    const { id, login } = noreply(email) ?? {};
    const numbered = id === undefined ? undefined : byId.get(id);
    if (numbered !== undefined) return { person: numbered.person, by: 'the user id in the noreply address', weight: 1 };
    const owner = byEmail.get(email.toLowerCase());
    if (owner !== undefined && owner !== 'several people') return owner;
    const old = login === undefined || id !== undefined ? undefined : byLogin.get(login.toLowerCase());
    return old && { person: old.person, by: 'the login in an old noreply address', weight: 0.8 };
  };

  return ({ id, login, email }) => {
    const known = id === undefined ? undefined : byId.get(id);
    if (known !== undefined) return known;
    const named = login === undefined || id !== undefined ? undefined : byLogin.get(login.toLowerCase());
    if (named !== undefined) return named;
    return email === undefined ? undefined : byAddress(email);
  };
}

function holders(history: Logins, login: string, at: Instant): readonly Match[] {
  const { person, perhaps } = history.heldBy(login, at);
  if (person === undefined)
    return perhaps.map((each) => ({ person: each, by: 'a login that has changed hands', weight: 0.5, doubtful: true }));
  const isSame = person.login.toLowerCase() === login.toLowerCase();
  return [{ person, by: isSame ? 'login' : 'the login that it had then, says the audit log', weight: 0.98 }];
}

/** A login that two accounts had, one after the other, names neither: only an id tells them apart. */
function ownedLogins(people: readonly Person[]): Map<string, Match> {
  const owners = Map.groupBy(people, ({ login }) => login.toLowerCase());
  return new Map(
    [...owners].flatMap(([login, [person, other]]) =>
      person && !other ? [[login, { person, by: 'login', weight: 0.98 }] as const] : [],
    ),
  );
}

/** An address that two people claim names neither. */
function addresses(people: readonly Person[]): Map<string, Match | 'several people'> {
  const owners = new Map<string, Match | 'several people'>();
  for (const person of people) {
    for (const { address, source } of person.emails) {
      const words = { github: "the account's own e-mail", sso: 'the single sign-on identity', roster: 'the roster' }[
        source
      ];
      const had = owners.get(address);
      const taken = had !== undefined && (had === 'several people' || had.person.id !== person.id);
      const weight = source === 'github' ? 0.95 : 0.98;
      if (taken) owners.set(address, 'several people');
      else if (had === undefined || had.weight < weight) owners.set(address, { person, by: words, weight });
    }
  }
  return owners;
}
