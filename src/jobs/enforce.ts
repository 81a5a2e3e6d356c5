import { z } from 'zod';
import { NotVisible } from '../github/github.ts';
import type { HeadStep } from '../model/step.ts';
import { CASES, waitMs } from '../policy/pace.ts';
import { plan, urgentAmong } from '../policy/plan.ts';
import { tryEach } from './asking/one-by-one.ts';
import { type Context, openSite, type Site } from './context.ts';
import { keepAttested } from './deciding/attested-reviews.ts';
import { checkHeads } from './head-requests.ts';
import { situations } from './reading/narrow.ts';
import { enforceRest, onboard, organizationLane } from './requests.ts';
import {
  carryOut,
  changed,
  hashesOf,
  hashOf,
  ISSUE_ACTIONS,
  type IssueStep,
  isConcluded,
  isIssue,
  keyOf,
  newFirst,
} from './writing/carry-out.ts';
import { moveHome, stepsToLeave } from './writing/former-home.ts';
import { recentWrites } from './writing/pace.ts';
import { forgetRefusedChecks } from './writing/refused-checks.ts';
import { writable } from './writing/still-private.ts';

const Payload = z.object({ org: z.number(), distrust: z.union([z.boolean(), z.number()]).default(false) });

/**
 * READ SECOND. Reads the facts, derives what should stand on GitHub, and makes GitHub match.
 * Level-triggered: it does not know which event woke it, running it twice changes nothing, and
 * after a crash running it again is the whole recovery. Cases are carried out here; the checks
 * of each repository follow in a job of their own (check-heads.ts), as there may be thousands.
 */
export async function runEnforce(context: Context, payload: unknown): Promise<void> {
  const { org, distrust } = Payload.parse(payload);
  const site = await openSite(context, org, organizationLane(org));
  await moveHome(context, site);
  await keepAttested(context, site);
  const now = context.now();
  const doubts = await doubtsOf(context, org, distrust);
  if (distrust === true) await forgetRefusedChecks(context.store, org);
  const outcomes = await context.store.outcomes.list(org, ISSUE_ACTIONS);
  const leaving = await stepsToLeave(context, site, outcomes);
  const { heads, issues } = await dueSteps(context, site, now, hashesOf(outcomes), doubts);
  const repositories = new Set(heads.map(({ head }) => head.repositoryId));
  await context.queue.add([...repositories].map((id) => checkHeads(org, id)));
  await carryOutIssues(context, site, [...issues, ...leaving], doubts);
}

/**
 * What is to be written, of all that should stand: planned some departures at a time, and no more kept of it than this.
 */
async function dueSteps(
  { store }: Context,
  { organization, github }: Site,
  now: number,
  written: ReadonlyMap<string, string>,
  { isDoubted }: Doubts,
) {
  const heads: HeadStep[] = [];
  const urgent: IssueStep[] = [];
  const others: IssueStep[] = [];
  const doubted: IssueStep[] = [];
  for await (const part of situations(store, organization, now)) {
    const isUrgent = urgentAmong(part.cases);
    for (const step of plan({ ...part, server: github.serverUrl }, now)) {
      if (isConcluded(step)) heads.push(step);
      if (!isIssue(step)) continue;
      const isWritten = written.get(keyOf(step)) === hashOf(step);
      if (!isWritten) (isUrgent(step) ? urgent : others).push(step);
      else if (isDoubted(step)) doubted.push(step);
    }
  }
  return {
    heads: await changed(store, organization.id, heads),
    issues: [...newFirst([...urgent, ...others], written), ...doubted],
  };
}

/** A step that fails keeps no other from being carried out; what failed is thrown when all had their turn. */
async function carryOutIssues(
  context: Context,
  site: Site,
  steps: readonly IssueStep[],
  { distrust, isDoubted }: Doubts,
): Promise<void> {
  const isWritable = writable(context.store, site);
  const write = async (step: IssueStep) => {
    if (await isWritable(step.repository)) await carryOut(context, site, step, isDoubted(step));
    else await lookAgain(context, site, step);
  };
  async function* works() {
    for await (const step of withRoom(context, site.organization.id, steps, distrust))
      yield () => write(step).catch(tellRefused(context, step));
  }
  const { failures } = await tryEach(works());
  const [first] = failures;
  if (first !== undefined && failures.length === 1) throw first;
  if (first !== undefined)
    throw new AggregateError(failures, `${failures.length} steps failed; the first: ${first.message}`);
}

/** Those that GitHub's limits have room for now; the others wait for a job of their own. */
async function* withRoom(context: Context, org: number, steps: readonly IssueStep[], distrust: Doubts['distrust']) {
  for (const step of steps) {
    const wait = waitMs(await recentWrites(context, org), CASES, context.now(), cost(step));
    if (wait > 0) return void (await context.queue.add([enforceRest(org, distrust, wait)]));
    yield step;
  }
}

/** Another try would be refused as well. */
function tellRefused({ log }: Context, { action, repository }: IssueStep): (error: unknown) => void {
  return (error) => {
    if (!(error instanceof NotVisible)) throw error;
    log.warn({ action, repository, gap: error.gap.says }, 'a step is refused');
  };
}

/**
 * The ledger is behind: once it has caught up, the policy problem says what is wrong with the repository of the cases.
 */
async function lookAgain({ log, queue }: Context, { organization }: Site, { action, repository }: IssueStep) {
  log.warn(
    { action, repository },
    'not written: GitHub does not show a private repository of this name, as the ledger has it',
  );
  await queue.add([onboard(organization.installationId)]);
}

interface Doubts {
  readonly distrust: boolean | number;
  /** Whether somebody may have touched what was written. */
  readonly isDoubted: (step: IssueStep) => boolean;
}

/** What somebody touched in one repository says nothing about the others. */
async function doubtsOf({ store }: Context, org: number, distrust: boolean | number): Promise<Doubts> {
  if (typeof distrust === 'boolean') return { distrust, isDoubted: () => distrust };
  const touched = await store.repositories.byId(org, distrust);
  return { distrust, isDoubted: ({ repository }) => repository === touched?.fullName };
}

/** The issue and its pages; for a word beside them the limits leave room. */
function cost({ pages }: IssueStep): number {
  return Math.min(CASES.perMinute, pages.length + 1);
}
