import { z } from 'zod';
import { DAY } from '../../model/time.ts';
import type { Checkup, Examination } from './checkup.ts';

/** https://docs.github.com/rest/apps/webhooks#list-deliveries-for-an-app-webhook */
const Delivery = z.object({
  guid: z.string(),
  delivered_at: z.coerce.date(),
  status: z.string(),
  status_code: z.number(),
  event: z.string(),
});

/** Enough to see whether they arrive: GitHub lists the newest first. */
const SOME = 50;

/**
 * Do GitHub's events arrive here? What got lost is fetched again for three days, and repaired by a sweep after that.
 */
export const deliveries: Examination = {
  about: 'events from GitHub',

  run: async ({ context: { github, store, now } }) => {
    const seen: z.infer<typeof Delivery>[] = [];
    for await (const each of github.asApp.pages('GET /app/hook/deliveries', {}, Delivery)) {
      seen.push(each);
      if (seen.length >= SOME) break;
    }
    const [last] = seen;
    if (last === undefined)
      return [
        {
          state: 'unknown',
          says: 'GitHub has sent nothing in the last three days',
          next: 'In a quiet organisation that is normal. Else check the webhook’s address in the App’s settings.',
        },
      ];
    const lost: typeof seen = [];
    for (const each of seen) if (each.status !== 'OK' && !(await store.deliveries.has(each.guid))) lost.push(each);
    const age = `the last one ${Math.max(0, Math.round((now() - last.delivered_at.getTime()) / (DAY / 24)))} h ago`;
    const well: Checkup = { state: 'well', says: `of the last ${seen.length} none is lost, ${age}` };
    if (lost.length === 0) return [well];
    const whys = new Set(lost.map(({ status, status_code }) => `${status_code || 'no answer'} (${status})`));
    // The latest: what was refused before may be mended since.
    const isRefused = last.status_code === 400;
    const next = isRefused
      ? 'Handback answers 400 to what is not signed by its WEBHOOK_SECRET: set that to the secret in the App’s settings, or that one to this, and start it again.'
      : 'They are fetched again every few minutes while Handback runs; if it does, GitHub cannot reach its address.';
    return [
      {
        state: isRefused ? 'ill' : 'warning',
        says: `${lost.length} of the last ${seen.length} did not arrive: ${[...whys].slice(0, 3).join(', ')}`,
        next,
      },
    ];
  },
};
