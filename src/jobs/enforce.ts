import { z } from 'zod';
import type { ActionWorld, Remembered } from '../actions/action.ts';
import { actions } from '../actions/index.ts';
import { NotVisible } from '../github/github.ts';
import { identity } from '../model/identity.ts';
import { RetryLater } from '../model/job.ts';
import { unreachable } from '../model/never.ts';
import type { CaseStep, DigestStep, HeadStep, Step } from '../model/step.ts';
import { CASES, waitMs } from '../policy/pace.ts';
import { plan } from '../policy/plan.ts';
import type { Store } from '../store/store.ts';
import { keepAttested } from './attested-reviews.ts';
import { type Context, openSite, type Site } from './context.ts';
import { checkHeads } from './head-requests.ts';
import { recentWrites } from './pace.ts';
import { enforceRest, organizationLane } from './requests.ts';
import { situation } from './situation.ts';

/**
 * READ SECOND. Reads the facts, derives what should stand on GitHub, and makes GitHub match. Level-triggered: it does not
 * know which event woke it, running it twice changes nothing, and after a crash running it again is the whole recovery.
 * Cases are carried out here; the checks of each repository follow in a job of their own (check-heads.ts), as there may be thousands.
 */
export async function runEnforce(context: Context, payload: unknown): Promise<void> {
  const { org, distrust } = Payload.parse(payload);
  const site = await openSite(context, org, organizationLane(org));
  await keepAttested(context, site);
  const now = context.now();
  const steps = plan(
    { ...(await situation(context.store, site.organization, now)), server: site.github.serverUrl },
    now,
  );
  const due = await changed(context.store, org, steps.filter(isConcluded));
  const repositories = new Set(due.map(({ head }) => head.repositoryId));
  await context.queue.add([...repositories].map((id) => checkHeads(org, id)));
  await carryOutIssues(context, site, steps.filter(isIssue), distrust);
}

const Payload = z.object({ org: z.number(), distrust: z.union([z.boolean(), z.number()]).default(false) });

type IssueStep = CaseStep | DigestStep;

/** A step that fails keeps no other from standing: a case repository that is gone leaves no check waiting. */
async function carryOutIssues(
  context: Context,
  site: Site,
  steps: readonly IssueStep[],
  distrust: boolean | number,
): Promise<void> {
  const { id: org } = site.organization;
  const isDoubted = await doubtsOf(context, org, distrust);
  const isChanged = new Set(await changed(context.store, org, steps));
  const failures: Error[] = [];
  for (const step of [...isChanged, ...steps.filter((each) => isDoubted(each) && !isChanged.has(each))]) {
    const wait = waitMs(await recentWrites(context, org), CASES, context.now(), cost(step));
    if (wait > 0) {
      await context.queue.add([enforceRest(org, distrust, wait)]);
      break;
    }
    try {
      await carryOut(context, site, step, isDoubted(step));
    } catch (error) {
      if (error instanceof RetryLater || !(error instanceof Error)) throw error;
      if (!(error instanceof NotVisible)) failures.push(error);
      else
        context.log.warn(
          { action: step.action, repository: step.repository, gap: error.gap.says },
          'a step is refused',
        );
    }
  }
  const [first] = failures;
  if (first !== undefined && failures.length === 1) throw first;
  if (first !== undefined)
    throw new AggregateError(failures, `${failures.length} steps failed; the first: ${first.message}`);
}

/** What somebody touched in one repository says nothing about the others. */
async function doubtsOf(
  { store }: Context,
  org: number,
  distrust: boolean | number,
): Promise<(step: IssueStep) => boolean> {
  if (typeof distrust === 'boolean') return () => distrust;
  const touched = await store.repositories.byId(org, distrust);
  return ({ repository }) => repository === touched?.fullName;
}

/** The issue and its pages; for a word beside them the limits leave room. */
function cost({ pages }: IssueStep): number {
  return Math.min(CASES.perMinute, pages.length + 1);
}

/** The steps that say something else than what was written last; what was never written comes first. */
export async function changed<S extends Step>(store: Store, org: number, steps: readonly S[]): Promise<readonly S[]> {
  const written = new Map((await store.outcomes.list(org)).map(({ key, hash }) => [key, hash]));
  const due = steps.filter((step) => written.get(keyOf(step)) !== hashOf(step));
  return due.toSorted((a, b) => Number(written.has(keyOf(a))) - Number(written.has(keyOf(b))));
}

/** A head that is still looked at got its check from the job that opened it; two of us would make two runs. */
export function isConcluded(step: Step): step is HeadStep {
  return step.subject === 'head' && step.verdict.conclusion !== undefined;
}

function isIssue(step: Step): step is IssueStep {
  return step.subject !== 'head';
}

/** An unchanged step costs no request, unless somebody may have touched what we wrote. */
export async function carryOut(context: Context, site: Site, step: Step, distrust = false): Promise<void> {
  return context.inTurn(`${site.organization.id} ${keyOf(step)}`, () => carryOutNow(context, site, step, distrust));
}

async function carryOutNow(
  context: Context,
  { organization, github }: Site,
  step: Step,
  distrust: boolean,
): Promise<void> {
  const [key, hash] = [keyOf(step), hashOf(step)];
  const { store } = context;
  const last = await store.outcomes.read(organization.id, key);
  if (last?.hash === hash && !distrust) return;
  const parts = isIssue(step) ? await store.records.read(organization.id, 'issue-parts', key) : undefined;
  const world: ActionWorld = {
    github,
    botLogin: await context.github.botLogin(),
    now: context.now(),
    ...(last ? { remembered: { ...parts, remote: last.remote, state: last.state } } : {}),
  };
  const { remote, state, ...beside } = await act(world, step);
  const reminded = (beside.reminded?.length ?? 0) > (parts?.reminded?.length ?? 0);
  await store.transaction(async (inside) => {
    await inside.outcomes.save(organization.id, key, { hash, remote, state });
    if (isIssue(step) && (parts !== undefined || Object.keys(beside).length > 0))
      await inside.records.save(organization.id, 'issue-parts', new Map([[key, beside]]));
    if (step.subject === 'digest' && remote === 0) return;
    const written = entry(step, state, remote, last);
    await inside.journal.append(organization.id, [
      { at: world.now, actor: 'handback', ...written },
      ...(reminded ? [{ at: world.now, actor: 'handback', ...written, did: 'reminded people of what is due' }] : []),
    ]);
  });
  context.log.info(
    { action: step.action, subject: step.subject, repository: step.repository, remote, state },
    'step carried out',
  );
}

function keyOf({ action, key }: Step): string {
  return `${action}:${key}`;
}

function hashOf(step: Step): string {
  return identity(JSON.stringify(step));
}

function act(world: ActionWorld, step: Step): Promise<Remembered> {
  for (const action of actions) {
    if (action.name !== step.action) continue;
    switch (action.subject) {
      case 'case':
        if (step.subject === 'case') return action.carryOut(world, step);
        break;
      case 'digest':
        if (step.subject === 'digest') return action.carryOut(world, step);
        break;
      case 'head':
        if (step.subject === 'head') return action.carryOut(world, step);
        break;
      default:
        unreachable(action);
    }
  }
  throw new Error(`no action ${step.action} for a ${step.subject}`);
}

/** What was done, for the journal: no more than GitHub shows, and nothing of the texts. */
function entry(
  step: Step,
  state: Remembered['state'],
  remote: number,
  last: Remembered | undefined,
): { did: string; about: string } {
  if (step.subject !== 'head') {
    const { subject } = step;
    const turned = state === 'closed' ? 'closed' : last === undefined || last.remote === 0 ? 'opened' : 'reopened';
    const did = state === last?.state ? `wrote the ${state} ${subject}` : `${turned} the ${subject}`;
    return {
      did: remote === 0 ? `needed no ${subject}` : did,
      about: `${step.repository}#${remote}, ${step.key}`,
    };
  }
  const { head, verdict } = step;
  return {
    did: `set the check to ${verdict.conclusion ?? 'waiting'}`,
    about: `${step.repository} ${head.subject} ${head.sha}`,
  };
}
