import { z } from 'zod';
import { GitHubFailure, NotVisible } from '../github/github.ts';
import type { Head } from '../model/head.ts';
import type { HeadStep } from '../model/step.ts';
import { CHECKS, room, waitMs } from '../policy/pace.ts';
import { plan } from '../policy/plan.ts';
import { isNo } from './asking/visible.ts';
import { type Context, openSite, type Site } from './context.ts';
import { checkHeads, checksLane } from './head-requests.ts';
import { situationIn } from './reading/narrow.ts';
import { carryOut, changed, hashOf, isConcluded, keyOf } from './writing/carry-out.ts';
import { recentWrites } from './writing/pace.ts';
import { refusedChecks, rememberRefusedCheck } from './writing/refused-checks.ts';

const Payload = z.object({ org: z.number(), repositoryId: z.number(), sha: z.string().optional() });

/** Checks of one run: a head that is pushed meanwhile waits for no more than these. */
const MOST = 20;

/** GitHub takes 50 annotations a request. */
const ANNOTATIONS = 50;

/**
 * Lets the checks of a repository follow the facts. Somebody waits for the check of a fresh
 * head, so it is written at once; thousands of others are written some at a time, those pushed
 * last first. Each run computes anew what should stand, so nothing stale is carried on.
 */
export async function runCheckHeads(context: Context, payload: unknown): Promise<void> {
  const { org, repositoryId, sha } = Payload.parse(payload);
  const site = await openSite(context, org, checksLane(repositoryId));
  const now = context.now();
  const facts = await situationIn(context.store, site.organization, repositoryId, now);
  const heads = facts.heads.filter((each) => (sha ?? each.sha) === each.sha);
  const steps = plan({ ...facts, heads }, now).filter(isConcluded);
  if (sha === undefined) return follow(context, site, repositoryId, steps);
  for (const step of steps) await writeOrSkip(context, site, step);
}

async function follow(context: Context, site: Site, repositoryId: number, steps: readonly HeadStep[]): Promise<void> {
  const { id: org } = site.organization;
  const refused = await refusedChecks(context.store, org, repositoryId);
  const fresh = steps.filter((step) => refused[keyOf(step)] !== hashOf(step));
  const due = (await changed(context.store, org, fresh)).toSorted((a, b) => moved(b) - moved(a));
  let done = 0;
  for (const step of due.slice(0, MOST)) {
    if (cost(step) > room(await recentWrites(context, org), CHECKS, context.now())) break;
    done += 1;
    if (await isStill(context, org, step.head)) await write(context, site, step);
  }
  const [next] = due.slice(done);
  if (next === undefined) return;
  const delayMs = waitMs(await recentWrites(context, org), CHECKS, context.now(), cost(next));
  await context.queue.add([{ ...checkHeads(org, repositoryId), delayMs }]);
  context.log.info({ repositoryId, left: due.length - done, delayMs }, 'more checks follow');
}

/**
 * GitHub may refuse one head for good, such as a commit that is gone: it is tried on its own, and holds up no other.
 */
async function write(context: Context, site: Site, step: HeadStep): Promise<void> {
  try {
    await writeOrSkip(context, site, step);
  } catch (error) {
    if (!(error instanceof GitHubFailure && isNo(error))) throw error;
    const { repositoryId, sha } = step.head;
    context.log.warn({ repository: step.repository, sha, says: error.message }, 'a check was refused');
    await context.queue.add([checkHeads(site.organization.id, repositoryId, sha)]);
  }
}

/**
 * What is refused for one check may be taken for the next one: it is left to the next
 * sweep. Where the power itself is missing, or nobody may write to the repository, all of
 * them would be refused alike, and the first refusal ends the run.
 */
async function writeOrSkip(context: Context, site: Site, step: HeadStep): Promise<void> {
  const { id: org } = site.organization;
  const { repositoryId, sha } = step.head;
  try {
    await carryOut(context, site, step);
  } catch (error) {
    if (!(error instanceof NotVisible)) throw error;
    const archived = (await context.store.repositories.byId(org, repositoryId))?.archived ?? false;
    if (archived || !/(?:^|, )checks: write/.test(await site.github.granted())) throw error;
    await rememberRefusedCheck(context.store, org, repositoryId, { [keyOf(step)]: hashOf(step) });
    context.log.warn(
      { repository: step.repository, sha, gap: error.gap.says },
      'a check is refused; the next sweep tries again',
    );
  }
}

/**
 * What this run computed may be old by now: a head that moved on, or is looked at again,
 * gets its check from the job that saw to that.
 */
async function isStill({ store }: Context, org: number, head: Head): Promise<boolean> {
  const now = await store.heads.find(org, head.repositoryId, head.subject, head.sha);
  return now?.state === 'open' && now.scan.state === head.scan.state;
}

function moved({ head }: HeadStep): number {
  return head.movedAt ?? 0;
}

/** A check with so many annotations that no minute has room for it waits for an empty one. */
function cost({ verdict }: HeadStep): number {
  return Math.min(CHECKS.perMinute, Math.max(1, Math.ceil(verdict.annotations.length / ANNOTATIONS)));
}
