import type { LoginRun } from '../model/login.ts';
import type { Person } from '../model/person.ts';
import type { Instant } from '../model/time.ts';

/**
 * Who is meant by a login that was said on some day: somebody for sure, or everybody known who may have had it then.
 */
interface Holder {
  readonly person?: Person;
  readonly perhaps: readonly Person[];
}

/** Looks up who held a login. Built once for all people of an organisation. */
export interface Logins {
  heldBy(login: string, at: Instant): Holder;
  /** Every login that an account is known to have had, lower-cased. */
  of(id: number): readonly string[];
}

/** The time in which one account may have held one login. */
interface Hold extends LoginRun {
  /**
   * It may have got the login after this, and given it up before that: others, or the account
   * itself under another name, were seen.
   */
  readonly since: Instant;
  readonly until: Instant;
  /** It has the login today, as far as the ledger knows. */
  readonly current: boolean;
  /** Others were seen with it in between: it went to and fro. */
  readonly shared: boolean;
}

const ALWAYS = Number.NEGATIVE_INFINITY;
const TODAY = Number.POSITIVE_INFINITY;

export function logins(people: readonly Person[], runs: readonly LoginRun[]): Logins {
  const byId = new Map(people.map((person) => [person.id, person]));
  const byAccount = Map.groupBy(withToday(people, runs), ({ id }) => id);
  const own = [...byAccount.values()].flatMap(holdsOf);
  const holds = new Map(
    [...Map.groupBy(own, ({ login }) => login)].map(([login, of]) => [login, of.map((hold) => beside(hold, of))]),
  );
  return {
    heldBy(login, at) {
      const possible = (holds.get(login.toLowerCase()) ?? []).filter((hold) => mayHold(hold, at));
      const [only, other] = new Set(surely(possible, at));
      const known = [...new Set(possible.map(({ id }) => id))].flatMap((id) => byId.get(id) ?? []);
      // Perhaps an account that the ledger does not know: then it is none of those that it does.
      if (only === undefined || other !== undefined) return { perhaps: known };
      const person = byId.get(only);
      return person === undefined ? { perhaps: [] } : { person, perhaps: [] };
    },
    of: (id) => [...new Set((byAccount.get(id) ?? []).map(({ login }) => login))],
  };
}

/** What the ledger calls somebody is what was heard last, whenever that was. */
function withToday(people: readonly Person[], runs: readonly LoginRun[]): readonly (LoginRun & { current: boolean })[] {
  const current = new Map(people.map(({ id, login }) => [id, login.toLowerCase()]));
  const lastOf = new Map(runs.toSorted((a, b) => a.last - b.last).map((run) => [run.id, run]));
  const today = [...current].flatMap(([id, login]) =>
    lastOf.get(id)?.login === login ? [] : [{ id, login, first: TODAY, last: TODAY, current: true }],
  );
  const past = runs.map((run) => ({
    ...run,
    current: lastOf.get(run.id) === run && current.get(run.id) === run.login,
  }));
  return [...past, ...today];
}

/** Before it had this login, and after, the account was seen under others. */
function holdsOf(runs: readonly (LoginRun & { current: boolean })[]): readonly Hold[] {
  const inOrder = runs.toSorted((a, b) => a.first - b.first || a.last - b.last);
  return inOrder.map((run, at) => ({
    ...run,
    since: inOrder[at - 1]?.last ?? ALWAYS,
    until: inOrder[at + 1]?.first ?? TODAY,
    shared: false,
  }));
}

/**
 * A login has one holder at a time: where another account was seen with it before, or
 * later, it cannot have been this one's.
 */
function beside(hold: Hold, ofLogin: readonly Hold[]): Hold {
  const others = ofLogin.filter(({ id }) => id !== hold.id);
  const before = others.filter(({ last }) => last < hold.first).map(({ last }) => last);
  const after = others.filter(({ first }) => first > hold.last).map(({ first }) => first);
  return {
    ...hold,
    shared: before.length + after.length < others.length,
    since: before.reduce((latest, each) => Math.max(latest, each), hold.since),
    until: after.reduce((earliest, each) => Math.min(earliest, each), hold.until),
  };
}

function mayHold(hold: Hold, at: Instant): boolean {
  return isSeen(hold, at) || (hold.since < at && at < hold.until);
}

/**
 * Seen with it before and after; or else the only one who may have had it, and nothing says
 * that this began, or ended, in between.
 */
function surely(possible: readonly Hold[], at: Instant): readonly number[] {
  if (possible.some(({ shared }) => shared)) return [];
  const seen = possible.filter((hold) => isSeen(hold, at)).map(({ id }) => id);
  if (seen.length > 0) return seen;
  const [only, other] = possible;
  if (only === undefined || other !== undefined) return [];
  const began = at >= only.first || only.since === ALWAYS;
  const lasted = at <= only.last || (only.current && only.until === TODAY);
  return began && lasted ? [only.id] : [];
}

function isSeen({ first, last }: Hold, at: Instant): boolean {
  return first <= at && at <= last;
}
