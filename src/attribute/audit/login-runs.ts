import type { LoginRun } from '../../model/login.ts';
import type { Who } from '../../model/person.ts';
import type { Instant } from '../../model/time.ts';

/** As much of an entry as names people; `who` is whom it is about, or who had an agent do it. */
export interface NamingAct {
  readonly at: Instant;
  readonly actor: Who;
  readonly who?: Who;
}

/**
 * An organisation's audit log has no event for an account that gets another login, but its entries name
 * people as they were called on that day, many with the id: so those tell who held a login, and when.
 */
export function loginRuns(acts: readonly NamingAct[]): readonly LoginRun[] {
  const seen = acts.flatMap(({ at, actor, who }) => {
    const named = who === undefined ? [actor] : [actor, who];
    return named.flatMap(({ id, login }) =>
      id === undefined || login === undefined ? [] : [{ id, login: login.toLowerCase(), at }],
    );
  });
  const inOrder = seen.toSorted((a, b) => a.id - b.id || a.at - b.at || (a.login < b.login ? -1 : 1));
  const runs: LoginRun[] = [];
  for (const { id, login, at } of inOrder) {
    const last = runs.at(-1);
    if (last?.id === id && last.login === login) runs[runs.length - 1] = { ...last, last: at };
    else runs.push({ id, login, first: at, last: at });
  }
  return runs;
}

/**
 * The same of acts that go by one after the other and are not kept: of a log of millions
 * only what names an account of several logins is wanted again.
 */
export interface LoginsSeen {
  see(act: NamingAct): void;
  hasSeveral(): boolean;
  /** Whether it names an account that had several logins: which one when, all of its acts tell. */
  isWantedAgain(act: NamingAct): boolean;
  /** `again`: the acts that were wanted. */
  runs(again: readonly NamingAct[]): readonly LoginRun[];
}

export function loginsSeen(): LoginsSeen {
  const seen = new Map<number, LoginRun>();
  const several = new Set<number>();
  const note = ({ id, login: called }: Who, at: Instant) => {
    if (id === undefined || called === undefined) return;
    const login = called.toLowerCase();
    const before = seen.get(id);
    if (before === undefined) seen.set(id, { id, login, first: at, last: at });
    else if (before.login !== login) several.add(id);
    else if (at < before.first) seen.set(id, { ...before, first: at });
    else if (at > before.last) seen.set(id, { ...before, last: at });
  };
  const isOfSeveral = ({ id }: Who) => id !== undefined && several.has(id);
  return {
    see({ at, actor, who }) {
      note(actor, at);
      if (who !== undefined) note(who, at);
    },
    hasSeveral: () => several.size > 0,
    isWantedAgain: ({ actor, who }) => isOfSeveral(actor) || (who !== undefined && isOfSeveral(who)),
    runs(again) {
      const single = [...seen.values()].filter(({ id }) => !several.has(id));
      const mixed = loginRuns(again).filter(({ id }) => several.has(id));
      return [...single, ...mixed].toSorted((a, b) => a.id - b.id);
    },
  };
}
