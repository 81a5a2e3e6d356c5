import { DAY, type Instant } from '../model/time.ts';
import { headKey } from '../policy/head-steps.ts';
import type { Store } from '../store/store.ts';
import type { Context } from './context.ts';
import { HEAD_ACTIONS } from './writing/carry-out.ts';

/**
 * Of a pull request that is over a head serves two: whoever opens it again, so that it is not scanned again, and
 * events that come late. GitHub sends those for three days, and who opens one again after a year can wait for a scan.
 */
const KEPT = 365 * DAY;

/** In one transaction: webhooks wait for it. */
const AT_ONCE = 500;

/**
 * Forgets heads that were closed for a year, and what was remembered of their checks. What
 * was decided of them stands in the journal.
 */
export async function purgeHeads({ store, now }: Pick<Context, 'store' | 'now'>): Promise<number> {
  const at = now();
  let noted: number;
  do noted = await store.heads.noteClosed(at, AT_ONCE);
  while (noted === AT_ONCE);
  let [all, some] = [0, 0];
  do {
    some = await store.transaction((inside) => purgeSome(inside, at - KEPT));
    all += some;
  } while (some === AT_ONCE);
  return all;
}

async function purgeSome(inside: Store, before: Instant): Promise<number> {
  const tips = await inside.heads.purge(before, AT_ONCE);
  // Where another pull request has the same tip, its check is found at GitHub again.
  for (const [org, its] of Map.groupBy(tips, (tip) => tip.org)) {
    const keys = its.flatMap((tip) => HEAD_ACTIONS.map((action) => `${action}:${headKey(tip)}`));
    await inside.outcomes.forget(org, keys);
  }
  return tips.length;
}

/** Deliveries and finished jobs are kept a week, longer than GitHub can send one again; what was merged, a year. */
export async function runPurge(context: Context): Promise<void> {
  const { store, queue, now, log } = context;
  const before = now() - 7 * DAY;
  const [deliveries, jobs] = [await store.deliveries.purge(before), await queue.purge(before)];
  // An answer that is still true is merely fetched once more.
  await store.answers.purge(now() - 90 * DAY);
  const heads = await purgeHeads(context);
  log.info({ deliveries, jobs, heads }, 'old deliveries, finished jobs and closed heads purged');
}
