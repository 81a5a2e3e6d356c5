import { z } from 'zod';
import { ownerAndName } from '../github/github.ts';
import type { CaseStep } from '../model/step.ts';
import type { ActionWorld, CaseAction } from './action.ts';
import { withTicks } from './shared/ticks.ts';

const Issue = z.object({
  number: z.number(),
  state: z.enum(['open', 'closed']),
  title: z.string(),
  body: z.string().nullish(),
  user: z.object({ login: z.string() }).nullish(),
  pull_request: z.unknown().optional(),
});
type Issue = z.infer<typeof Issue>;

const Comment = z.object({ body: z.string().nullish(), user: z.object({ login: z.string() }).nullish() });

/** One issue a departure. A hidden marker in its body is its identity, whatever people do to title and labels. */
export const caseIssue: CaseAction = {
  name: 'case-issue',
  subject: 'case',
  permission: 'Issues: write',

  carryOut: async (world, planned) => {
    const found = await find(world, planned);
    const step = planned.ticks === 'people' ? { ...planned, body: withTicks(planned.body, found?.body) } : planned;
    if (found === undefined && step.onlyIfThere) return { remote: 0, state: 'closed' };
    if (found === undefined) {
      const made = await create(world, step);
      await remind(world, step, made.remote);
      return made;
    }
    const wanted = step.do === 'ensure' ? 'open' : 'closed';
    if (found.state !== wanted)
      await comment(world, step, found.number, wanted === 'open' ? step.reopening : step.closing);
    if (found.state !== wanted || found.body !== bodyOf(step) || found.title !== step.title) {
      await update(world, step, found.number, found.state === wanted ? undefined : wanted);
    }
    await remind(world, step, found.number);
    return { remote: found.number, state: wanted };
  },
};

async function find({ github, botLogin, remembered }: ActionWorld, step: CaseStep): Promise<Issue | undefined> {
  const where = ownerAndName(step.repository);
  if (remembered !== undefined && remembered.remote > 0) {
    const issue = await github.find(
      'GET /repos/{owner}/{repo}/issues/{issue_number}',
      { ...where, issue_number: remembered.remote },
      Issue,
    );
    // Somebody may have taken the marker out; what we remember to have written is still ours.
    const bare = issue?.user?.login === botLogin && !issue.body?.includes(MARKER);
    if (bare || issue?.body?.includes(marker(step))) return issue;
  }
  const ours = { ...where, creator: botLogin, state: 'all', sort: 'created', direction: 'asc' };
  for await (const issue of github.pages('GET /repos/{owner}/{repo}/issues', ours, Issue)) {
    if (issue.pull_request === undefined && issue.body?.includes(marker(step))) return issue;
  }
  return undefined;
}

async function create({ github }: ActionWorld, step: CaseStep) {
  const where = ownerAndName(step.repository);
  const { labels, assignees, title } = step;
  const route = 'POST /repos/{owner}/{repo}/issues';
  const { number } = await github.send(route, { ...where, title, body: bodyOf(step), labels, assignees }, Issue);
  if (step.do === 'ensure') return { remote: number, state: 'open' as const };
  await comment({ github }, step, number, step.closing);
  await update({ github }, step, number, 'closed');
  return { remote: number, state: 'closed' as const };
}

/** Said before the state changes: after a crash in between it is said again, which is better than never. */
async function comment(
  { github }: Pick<ActionWorld, 'github'>,
  step: CaseStep,
  issue_number: number,
  body: string,
): Promise<void> {
  const where = ownerAndName(step.repository);
  const route = 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments';
  await github.send(route, { ...where, issue_number, body }, z.object({ id: z.number() }));
}

/** Once: the marker in the comment tells that it was written, also when we forgot. */
async function remind({ github, botLogin }: ActionWorld, step: CaseStep, issue_number: number): Promise<void> {
  if (step.reminder === undefined) return;
  const mark = `<!-- handback:reminder:${step.reminder.key} -->`;
  const route = 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments';
  for await (const { body, user } of github.pages(route, { ...ownerAndName(step.repository), issue_number }, Comment)) {
    if (user?.login === botLogin && body?.includes(mark)) return;
  }
  await comment({ github }, step, issue_number, `${step.reminder.body}\n\n${mark}`);
}

/** Says the state only to change it: somebody may close the issue at this moment, and would be overruled without a word. */
async function update(
  { github }: Pick<ActionWorld, 'github'>,
  step: CaseStep,
  issue_number: number,
  state: 'open' | 'closed' | undefined,
): Promise<void> {
  const where = ownerAndName(step.repository);
  const change = state === undefined ? {} : state === 'closed' ? { state, state_reason: 'completed' } : { state };
  const route = 'PATCH /repos/{owner}/{repo}/issues/{issue_number}';
  await github.send(route, { ...where, issue_number, title: step.title, body: bodyOf(step), ...change }, Issue);
}

function bodyOf(step: CaseStep): string {
  return `${step.body}\n\n${marker(step)}`;
}

const MARKER = '<!-- handback:case:';

function marker({ key }: CaseStep): string {
  return `${MARKER}${key} -->`;
}
