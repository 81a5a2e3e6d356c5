import { z } from 'zod';
import { noticeBlocks } from './blocks.ts';
import { type Context, openSite } from './context.ts';
import { syncRepositories } from './onboard.ts';
import { learnNamed, syncPeople } from './people.ts';
import { access, auditLog, look, settings, survey } from './requests.ts';
import { oweAgain } from './unanswered.ts';

const Payload = z.object({ org: z.number() });

/** The full pass: finds what no event tells of, and repairs what a lost event left behind. */
export async function runSweep(context: Context, payload: unknown): Promise<void> {
  const { org } = Payload.parse(payload);
  const site = await openSite(context, org);
  // First: whom the next look sees in has come back only if they are not blocked.
  await noticeBlocks(context, site);
  await syncPeople(context, site);
  await learnNamed(context, site);
  await syncRepositories(context, site.organization, () => []);
  await context.queue.add([
    ...(await oweAgain(context, org)),
    settings(org),
    look(org),
    access(org),
    auditLog(org),
    survey(org, 'all'),
  ]);
}
