import { z } from 'zod';
import type { ActionWorld, Remembered } from '../actions/action.ts';
import { actions } from '../actions/index.ts';
import { NotVisible } from '../github/github.ts';
import type { Head } from '../model/head.ts';
import { identity } from '../model/identity.ts';
import { RetryLater } from '../model/job.ts';
import { unreachable } from '../model/never.ts';
import type { Step } from '../model/step.ts';
import { plan } from '../policy/plan.ts';
import { type Context, openSite, type Site } from './context.ts';
import { situation } from './situation.ts';

/**
 * READ SECOND. Reads the facts, derives what should stand on GitHub, and makes GitHub match. Level-triggered: it does not
 * know which event woke it, running it twice changes nothing, and after a crash running it again is the whole recovery.
 */
export async function runEnforce(context: Context, payload: unknown): Promise<void> {
  const { org, distrust } = z.object({ org: z.number(), distrust: z.boolean().default(false) }).parse(payload);
  const site = await openSite(context, org);
  const now = context.now();
  const steps = plan(await situation(context.store, site.organization, now), now);
  // A head that is still looked at got its check from the job that opened it; two of us would make two runs.
  const ours = steps.filter((step) => step.subject === 'case' || step.verdict.conclusion !== undefined);
  await carryOutAll(context, site, ours, distrust);
}

/** Only the checks of these heads, at once: a new head must not wait for everything else. */
export async function enforceHeads(context: Context, org: number, heads: readonly Head[]): Promise<void> {
  const site = await openSite(context, org);
  const now = context.now();
  const facts = await situation(context.store, site.organization, now);
  const shas = new Set(heads.map(({ sha }) => sha));
  const steps = plan({ ...facts, cases: [], heads: facts.heads.filter(({ sha }) => shas.has(sha)) }, now);
  await carryOutAll(context, site, steps);
}

/** A step that fails keeps no other from standing: a case repository that is gone leaves no check waiting. */
async function carryOutAll(context: Context, site: Site, steps: readonly Step[], distrust = false): Promise<void> {
  const failures: Error[] = [];
  for (const step of steps) {
    try {
      await carryOut(context, site, step, distrust && step.subject === 'case');
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

/** An unchanged step costs no request, unless somebody may have touched what we wrote. */
async function carryOut(
  context: Context,
  { organization, github }: Site,
  step: Step,
  distrust: boolean,
): Promise<void> {
  const key = `${step.action}:${step.key}`;
  const hash = identity(JSON.stringify(step));
  const last = await context.store.outcomes.read(organization.id, key);
  if (last?.hash === hash && !distrust) return;
  const world: ActionWorld = {
    github,
    botLogin: await context.github.botLogin(),
    now: context.now(),
    ...(last ? { remembered: { remote: last.remote, state: last.state } } : {}),
  };
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
