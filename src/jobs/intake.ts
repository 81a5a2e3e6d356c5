import { ZodError, z } from 'zod';
import type { Delivery } from '../model/delivery.ts';
import type { NewJob } from '../model/job.ts';
import { MINUTE } from '../model/time.ts';
import type { Context } from './context.ts';
import { onboard, sweep } from './requests.ts';

/** `app.ts`: which jobs an event leads to. Throws zod's error when the payload lacks what we read. */
type JobsFor = (delivery: Delivery) => readonly NewJob[];

/**
 * Keeps a delivery and its jobs in one transaction; when this returns, GitHub may be told "got it".
 * The same GUID again changes nothing, so redelivery is safe; a delivery that failed was never kept, so it passes then.
 */
export async function receive(
  context: Pick<Context, 'store' | 'queue' | 'log'>,
  delivery: Delivery,
  jobsFor: JobsFor,
): Promise<'new' | 'known'> {
  const { guid, event, action } = delivery;
  const jobs = await jobsOrRepair(context, delivery, jobsFor);
  const stored = await context.store.transaction(async (store) => {
    const result = await store.deliveries.add(delivery);
    if (result === 'new') await context.queue.add(jobs, store.tx);
    return result;
  });
  context.log.info({ guid, event, action, jobs: jobs.map(({ type }) => type), stored }, 'delivery received');
  return stored;
}

/**
 * Of a personal account, where nothing is looked at: that Handback works for organisations
 * only is said when it is installed there.
 */
const Personal = z.object({
  organization: z.undefined().optional(),
  repository: z.object({ owner: z.object({ type: z.literal('User') }) }),
});

/** Behind such an event others may come: of a kind that GitHub has changed, all of them. */
const SWEEP_AFTER = 15 * MINUTE;

/**
 * An event without a field that we need is kept all the same, and a full look at the
 * organisation finds what it wanted to say.
 */
async function jobsOrRepair(
  { store, log }: Pick<Context, 'store' | 'log'>,
  delivery: Delivery,
  jobsFor: JobsFor,
): Promise<readonly NewJob[]> {
  try {
    return jobsFor(delivery);
  } catch (error) {
    if (!(error instanceof ZodError)) throw error;
    if (Personal.safeParse(delivery.payload).success) return [];
    const missing = error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    log.warn(
      { guid: delivery.guid, event: delivery.event, missing },
      'delivery lacks a field; looking at everything instead',
    );
    if (delivery.installationId === undefined) return [];
    const known = await store.organizations.byInstallation(delivery.installationId);
    const everything = known === undefined ? [] : [{ ...sweep(known.id), delayMs: SWEEP_AFTER }];
    return [onboard(delivery.installationId), ...everything];
  }
}
