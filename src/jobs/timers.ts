import { z } from 'zod';
import { GitHubFailure, NotVisible } from '../github/github.ts';
import type { NewJob } from '../model/job.ts';
import type { Context } from './context.ts';
import { enforce, incidents, onboard, prove, sweep } from './requests.ts';

// What comes round by itself, for every organisation.

const DOCTOR = '`npx handback doctor` says what is the matter, and what to do';

/**
 * Installations too are swept: the event that told of one, of its being let in again or of
 * its new name may be lost, or the database may be new.
 */
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
