import { DAY } from '../model/time.ts';
import { headKey } from '../policy/head-steps.ts';
import type { Context } from './context.ts';
import { HEAD_ACTIONS } from './writing/carry-out.ts';

/**
 * Of a pull request that is over a head serves two: whoever opens it again, so that it is not scanned again, and events that come late. GitHub sends those
 * for three days, and who opens one again after a year can wait for a scan.
 */
const KEPT = 365 * DAY;

/** In one transaction: webhooks wait for it. */
const AT_ONCE = 500;

/** Forgets heads that were closed for a year, and what was remembered of their checks. What was decided of them stands in the journal. */
export async function purgeHeads({ store, now }: Pick<Context, 'store' | 'now'>): Promise<number> {
  const at = now();
  let noted = AT_ONCE;
  while (noted === AT_ONCE) noted = await store.heads.noteClosed(at, AT_ONCE);
  let all = 0;
  for (let some = AT_ONCE; some === AT_ONCE; all += some)
    some = await store.transaction(async (inside) => {
      const tips = await inside.heads.purge(at - KEPT, AT_ONCE);
      // Where another pull request has the same tip, its check is found at GitHub again.
      for (const [org, its] of Map.groupBy(tips, (tip) => tip.org)) {
        const keys = its.flatMap((tip) => HEAD_ACTIONS.map((action) => `${action}:${headKey(tip)}`));
        await inside.outcomes.forget(org, keys);
      }
      return tips.length;
    });
  return all;
}
