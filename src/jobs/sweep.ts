import { z } from 'zod';
import { GitHubFailure, NotVisible } from '../github/github.ts';
import type { NewJob } from '../model/job.ts';
import { type Context, openSite, type Site } from './context.ts';
import { oweAgain } from './deciding/unanswered.ts';
import { syncRepositories } from './onboard.ts';
import { learnNamed } from './people/accounts.ts';
import { noticeBlocks } from './people/blocks.ts';
import { syncPeople } from './people/people.ts';
import { access, auditLog, look, onboard, people, settings } from './requests.ts';
import { survey } from './survey-requests.ts';

const Payload = z.object({ org: z.number() });

/**
 * The full pass: finds what no event tells of, and repairs what a lost event left behind. A list
 * that GitHub fails to give keeps nothing else from being looked at: it is tried again for itself.
 */
export async function runSweep(context: Context, payload: unknown): Promise<void> {
  const { org } = Payload.parse(payload);
  const site = await openSite(context, org);
  const { organization } = site;
  const readsInstallation = onboard(organization.installationId);
  if (!(await isLetIn(site))) return void (await context.queue.add([readsInstallation]));
  const again = [
    ...(await unlessGiven(context, () => lookAtPeople(context, site), people(org))),
    ...(await unlessGiven(context, () => syncRepositories(context, organization, () => []), readsInstallation)),
  ];
  await context.queue.add([
    ...again,
    ...(await oweAgain(context, org)),
    settings(org),
    look(org),
    access(org),
    auditLog(org),
    survey(org, 'all'),
  ]);
}

/** Who is here, blocked, or named by somebody: the part of a sweep that is about people. */
export async function runPeople(context: Context, payload: unknown): Promise<void> {
  const { org } = Payload.parse(payload);
  await lookAtPeople(context, await openSite(context, org));
}

async function lookAtPeople(context: Context, site: Site): Promise<void> {
  // First: whom the next look sees in has come back only if they are not blocked.
  await noticeBlocks(context, site);
  await syncPeople(context, site);
  await learnNamed(context, site);
}

/** Where the App was removed or suspended, and the event is lost, it gets no token: then nothing would be answered. */
async function isLetIn({ github }: Site): Promise<boolean> {
  try {
    await github.granted();
    return true;
  } catch (error) {
    if (error instanceof NotVisible || (error instanceof GitHubFailure && error.status === 404)) return false;
    throw error;
  }
}

/** What is to be done where GitHub fails to answer. */
async function unlessGiven({ log }: Context, work: () => Promise<void>, again: NewJob): Promise<readonly NewJob[]> {
  try {
    await work();
    return [];
  } catch (error) {
    if (!(error instanceof GitHubFailure || error instanceof NotVisible)) throw error;
    log.warn({ tried: again.type, says: error.message }, 'a part of the sweep is tried again for itself');
    return error instanceof GitHubFailure ? [again] : [];
  }
}
