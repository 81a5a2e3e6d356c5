import type { ActionWorld, Remembered } from '../../actions/action.ts';
import { actionNames, actions } from '../../actions/index.ts';
import { identity } from '../../model/identity.ts';
import type { Hold } from '../../model/job.ts';
import { unreachable } from '../../model/never.ts';
import type { KeyedOutcome, Outcome } from '../../model/outcome.ts';
import type { CaseStep, DigestStep, HeadStep, Step } from '../../model/step.ts';
import type { Store } from '../../store/store.ts';
import type { Context, Site } from '../context.ts';
import { heldDoor } from './held.ts';

export type IssueStep = CaseStep | DigestStep;

/** What writes issues: there are as many of those as there are cases, and of checks more each day. */
export const ISSUE_ACTIONS = actionNames('case', 'digest');

/** What writes checks. */
export const HEAD_ACTIONS = actionNames('head');

/** The steps that say something else than what was written last; what was never written comes first. */
export async function changed<S extends Step>(store: Store, org: number, steps: readonly S[]): Promise<readonly S[]> {
  const written = hashesOf(await store.outcomes.of(org, steps.map(keyOf)));
  const due = steps.filter((step) => written.get(keyOf(step)) !== hashOf(step));
  return newFirst(due, written);
}

export function hashesOf(outcomes: readonly KeyedOutcome[]): ReadonlyMap<string, string> {
  return new Map(outcomes.map(({ key, hash }) => [key, hash]));
}

export function newFirst<S extends Step>(steps: readonly S[], written: ReadonlyMap<string, string>): readonly S[] {
  return steps.toSorted((a, b) => Number(written.has(keyOf(a))) - Number(written.has(keyOf(b))));
}

/** A head that is still looked at got its check from the job that opened it; two of us would make two runs. */
export function isConcluded(step: Step): step is HeadStep {
  return step.subject === 'head' && step.verdict.conclusion !== undefined;
}

export function isIssue(step: Step): step is IssueStep {
  return step.subject !== 'head';
}

/**
 * An unchanged step costs no request, unless somebody may have touched what we wrote. One
 * at a time: a fresh head and a pass over all heads may come to the same check.
 */
export async function carryOut(context: Context, site: Site, step: Step, distrust = false): Promise<void> {
  return context.queue.inTurn(`${site.organization.id} ${keyOf(step)}`, (turn) =>
    carryOutNow(context, { ...site, github: heldDoor(site.github, turn) }, step, { distrust, turn }),
  );
}

async function carryOutNow(
  context: Context,
  { organization, github }: Site,
  step: Step,
  { distrust, turn }: { readonly distrust: boolean; readonly turn: Hold },
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
    ...(last ? { remembered: { ...parts, ...rememberedOf(last) } } : {}),
  };
  // Until there is an answer nobody knows what stands: if it is lost, or we end here, the memory must not say so.
  if (last !== undefined) await store.outcomes.save(organization.id, key, { ...last, hash: UNSURE });
  const { remote, state, ...told } = await act(world, step);
  const beside = step.subject === 'case' && step.settles !== undefined ? { ...told, settles: step.settles } : told;
  const reminded = (beside.reminded?.length ?? 0) > (parts?.reminded?.length ?? 0);
  // What somebody else makes of it now is theirs to remember.
  turn.check();
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

/** The hash of no step. */
const UNSURE = '';

function rememberedOf({ remote, state, hash }: Outcome): Pick<Remembered, 'remote' | 'state' | 'unsure'> {
  return { remote, state, ...(hash === UNSURE ? { unsure: true } : {}) };
}

export function keyOf(step: Step): string {
  const left = isIssue(step) && step.left !== undefined ? `@${step.left}` : '';
  return `${step.action}:${step.key}${left}`;
}

export function hashOf(step: Step): string {
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
