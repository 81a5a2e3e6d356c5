import { z } from 'zod';
import type { ActionWorld, Remembered } from '../actions/action.ts';
import { actions } from '../actions/index.ts';
import { NotVisible } from '../github/github.ts';
import { identity } from '../model/identity.ts';
import { RetryLater } from '../model/job.ts';
import { unreachable } from '../model/never.ts';
import type { CaseStep, HeadStep, Step } from '../model/step.ts';
import { CASES, waitMs } from '../policy/pace.ts';
import { plan } from '../policy/plan.ts';
import type { Outcome, Store } from '../store/store.ts';
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
  const { org, distrust } = z.object({ org: z.number(), distrust: z.boolean().default(false) }).parse(payload);
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
  await carryOutCases(context, site, steps.filter(isCase), distrust);
}

/** A step that fails keeps no other from standing: a case repository that is gone leaves no check waiting. */
async function carryOutCases(
  context: Context,
  site: Site,
  steps: readonly CaseStep[],
  distrust: boolean,
): Promise<void> {
  const { id: org } = site.organization;
  const due = distrust ? steps : await changed(context.store, org, steps);
  const failures: Error[] = [];
  for (const step of due) {
    const wait = waitMs(await recentWrites(context, org), CASES, context.now());
    if (wait > 0) {
      await context.queue.add([enforceRest(org, distrust, wait)]);
      break;
    }
    try {
      await carryOut(context, site, step, distrust);
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

function isCase(step: Step): step is CaseStep {
  return step.subject === 'case';
}

/**
 * An unchanged step costs no request, unless somebody may have touched what we wrote. One at a time: a fresh head and a pass over all heads may
 * come to the same check.
 */
export async function carryOut(context: Context, site: Site, step: Step, distrust = false): Promise<void> {
  return context.queue.inTurn(`${site.organization.id} ${keyOf(step)}`, () =>
    carryOutNow(context, site, step, distrust),
  );
}

async function carryOutNow(
  context: Context,
  { organization, github }: Site,
  step: Step,
  distrust: boolean,
): Promise<void> {
  const [key, hash] = [keyOf(step), hashOf(step)];
  const last = await context.store.outcomes.read(organization.id, key);
  if (last?.hash === hash && !distrust) return;
  const world: ActionWorld = {
    github,
    botLogin: await context.github.botLogin(),
    now: context.now(),
    ...(last ? { remembered: rememberedOf(last) } : {}),
  };
  // Until there is an answer nobody knows what stands: if it is lost, or we end here, the memory must not say so.
  if (last !== undefined) await context.store.outcomes.save(organization.id, key, { ...last, hash: UNSURE });
  const { remote, state } = await act(world, step);
  await context.store.transaction(async (store) => {
    await store.outcomes.save(organization.id, key, { hash, remote, state });
    await store.journal.append(organization.id, [
      { at: world.now, actor: 'handback', ...entry(step, state, remote, last) },
    ]);
  });
  context.log.info(
    { action: step.action, subject: step.subject, repository: step.repository, remote, state },
    'step carried out',
  );
}

/** The hash of no step. */
const UNSURE = '';

function rememberedOf({ remote, state, hash }: Outcome): Remembered {
  return { remote, state, ...(hash === UNSURE ? { unsure: true } : {}) };
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
  if (step.subject === 'case') {
    const turned = state === 'closed' ? 'closed' : last === undefined || last.remote === 0 ? 'opened' : 'reopened';
    const did = state === last?.state ? `wrote the ${state} case` : `${turned} the case`;
    return {
      did: remote === 0 ? 'needed no case' : did,
      about: `${step.repository}#${remote}, ${step.key}`,
    };
  }
  const { head, verdict } = step;
  return {
    did: `set the check to ${verdict.conclusion ?? 'waiting'}`,
    about: `${step.repository} ${head.subject} ${head.sha}`,
  };
}
