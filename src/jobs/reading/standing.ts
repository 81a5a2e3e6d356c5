import { actionNames } from '../../actions/index.ts';
import type { Instant } from '../../model/time.ts';
import type { Standing } from '../../policy/evaluate.ts';
import type { Store } from '../../store/store.ts';

const CASE_ACTIONS = actionNames('case');

/** Which cases were closed, and whether every repository was ever looked into: the code is what is looked at last. */
export async function readStanding(store: Store, org: number): Promise<Standing> {
  const settled = new Map<string, Instant>();
  const parts = await store.records.list(org, 'issue-parts', ({ settles }) => (settles ? { settles } : undefined));
  for (const { key, state } of parts.size === 0 ? [] : await store.outcomes.list(org, CASE_ACTIONS)) {
    const settles = state === 'closed' ? parts.get(key)?.settles : undefined;
    if (settles !== undefined) settled.set(key.slice(key.indexOf(':') + 1), settles);
  }
  return { settled, isLooking: await store.coverage.lacksAny(org, 'code') };
}
