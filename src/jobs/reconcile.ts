import { z } from 'zod';
import { GitHubFailure, NotVisible } from '../github/github.ts';
import { DAY } from '../model/time.ts';
import type { Context } from './context.ts';

const HookDelivery = z.object({ id: z.number(), guid: z.string(), delivered_at: z.coerce.date(), event: z.string() });

/** GitHub redelivers for three days ("Redelivering webhooks"); older gaps are what the sweep is for. */
const WINDOW = 3 * DAY;

/**
 * GitHub never retries a delivery by itself. Whatever never reached us is asked for again,
 * once a run however often it was sent in vain. One that GitHub refuses to send keeps no
 * other waiting: the next run asks again, for as long as GitHub has it.
 */
export async function runReconcile({ store, github, now, log }: Context): Promise<void> {
  const seen = Number((await store.notes.read('reconciled-delivery')) ?? 0);
  let newest = seen;
  let refused = 0;
  const lost = new Set<string>();
  for await (const { id, guid, delivered_at } of github.asApp.pages('GET /app/hook/deliveries', {}, HookDelivery)) {
    if (id <= seen || now() - delivered_at.getTime() > WINDOW) break;
    newest = Math.max(newest, id);
    if (lost.has(guid) || (await store.deliveries.has(guid))) continue;
    lost.add(guid);
    try {
      await github.asApp.send('POST /app/hook/deliveries/{delivery_id}/attempts', { delivery_id: id }, z.unknown());
    } catch (error) {
      if (!(error instanceof GitHubFailure || error instanceof NotVisible)) throw error;
      refused += 1;
      log.warn({ delivery: id, guid, says: error.message }, 'GitHub did not send a lost delivery again');
    }
  }
  if (refused === 0) await store.notes.save('reconciled-delivery', String(newest));
  if (lost.size > refused)
    log.warn({ lost: lost.size - refused }, 'deliveries never reached us; asked GitHub to send them again');
}
