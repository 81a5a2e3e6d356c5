import type { LoginRun } from '../../model/login.ts';
import type { Who } from '../../model/person.ts';
import type { Instant } from '../../model/time.ts';

/** As much of an entry as names people; `who` is whom it is about. */
export interface NamingAct {
  readonly at: Instant;
  readonly actor: Who;
  readonly who?: Who;
}

/**
 * An organisation's audit log has no event for an account that gets another login, but its entries name people as they were called on that
 * day, many with the id: so those tell who held a login, and when.
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
