import { actions } from '../../actions/index.ts';
import type { Standing } from '../../policy/evaluate.ts';
import type { Store } from '../../store/store.ts';

const CASE_ACTIONS = actions.flatMap(({ name, subject }) => (subject === 'case' ? [name] : []));

/** Which cases were closed, and whether every repository was ever looked into: the code is what is looked at last. */
export async function readStanding(store: Store, org: number): Promise<Standing> {
  const outcomes = await store.outcomes.list(org, CASE_ACTIONS);
  const closed = outcomes.filter(({ remote, state }) => remote !== 0 && state === 'closed');
  return {
    closed: new Set(closed.map(({ key }) => key.slice(key.indexOf(':') + 1))),
    isLooking: await store.coverage.lacksAny(org, 'code'),
  };
}
