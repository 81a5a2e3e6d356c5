import { z } from 'zod';
import { GitHubFailure, NotVisible } from '../github/github.ts';
import type { NewJob } from '../model/job.ts';
import { DAY } from '../model/time.ts';
import type { Context } from './context.ts';
import { purgeHeads } from './purge.ts';
import { enforce, incidents, onboard, prove, sweep } from './requests.ts';

const HookDelivery = z.object({ id: z.number(), guid: z.string(), delivered_at: z.coerce.date(), event: z.string() });

/** GitHub redelivers for three days ("Redelivering webhooks"); older gaps are what the sweep is for. */
const WINDOW = 3 * DAY;

/**
 * GitHub never retries a delivery by itself. Whatever never reached us is asked for again, once a run however often it was sent in vain. One that
 * GitHub refuses to send keeps no other waiting: the next run asks again, for as long as GitHub has it.
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

const DOCTOR = '`npx handback doctor` says what is the matter, and what to do';

/** Installations too are swept: the event that told of one, of its being let in again or of its new name may be lost, or the database may be new. */
export async function runSweepAll(context: Context): Promise<void> {
  const { github, store, queue, log } = context;
  const Installation = z.object({ id: z.number(), account: z.object({ login: z.string() }).nullish() });
  const installed: string[] = [];
  try {
    for await (const { id, account } of github.asApp.pages('GET /app/installations', {}, Installation)) {
      installed.push(account?.login ?? `installation ${id}`);
      const known = await store.organizations.byInstallation(id);
      // Under its former name somebody else may be found by now.
      const isRenamed = account?.login !== undefined && account.login !== known?.login;
      if (known?.state !== 'active' || isRenamed) await queue.add([onboard(id)]);
    }
    if (installed.length > 0) log.info({ installed }, 'who has installed the App');
    else log.warn({ next: 'install it; its events tell Handback' }, 'nobody has installed the App yet');
  } catch (error) {
    // Those that are known have their sweep all the same.
    if (!(error instanceof GitHubFailure || error instanceof NotVisible)) throw error;
    log.error(
      { says: error.message, next: DOCTOR },
      'GitHub did not list the installations; the next sweep asks again',
    );
    // Where none is known nothing else would ask for hours.
    if ((await store.organizations.list()).length === 0) throw error;
  }
  await forEach(context, (org) => [sweep(org)]);
}

/** Enforces as well: a last day comes and a grace ends without any event. */
export async function runProveAll(context: Context): Promise<void> {
  await forEach(context, (org) => [incidents(org), prove(org), enforce(org)]);
}

async function forEach({ store, queue }: Context, jobs: (org: number) => NewJob[]): Promise<void> {
  const organizations = await store.organizations.list();
  await queue.add(organizations.filter(({ state }) => state === 'active').flatMap(({ id }) => jobs(id)));
}

/** Deliveries and finished jobs are kept a week, longer than GitHub can send one again; what was merged, a year (purge.ts). */
export async function runPurge(context: Context): Promise<void> {
  const { store, queue, now, log } = context;
  const before = now() - 7 * DAY;
  const [deliveries, jobs] = [await store.deliveries.purge(before), await queue.purge(before)];
  // An answer that is still true is merely fetched once more.
  await store.answers.purge(now() - 90 * DAY);
  const heads = await purgeHeads(context);
  log.info({ deliveries, jobs, heads }, 'old deliveries, finished jobs and closed heads purged');
}
