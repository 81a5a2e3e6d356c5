import { z } from 'zod';
import { type Conversation, ourComments, say } from '../../github/comments.ts';
import { GitHubFailure, ownerAndName } from '../../github/github.ts';
import { isIssueAt } from '../../github/issue-place.ts';
import type { CaseStep, DigestStep } from '../../model/step.ts';
import type { ActionWorld, Remembered } from '../action.ts';
import { linked, standPages } from './pages.ts';
import { remind } from './reminder.ts';
import { withTicks } from './ticks.ts';

type IssueStep = CaseStep | DigestStep;

const Issue = z.object({
  url: z.string(),
  number: z.number(),
  state: z.enum(['open', 'closed']),
  title: z.string(),
  body: z.string().nullish(),
  user: z.object({ login: z.string() }).nullish(),
  comments: z.number(),
  pull_request: z.unknown().optional(),
});
type Issue = z.infer<typeof Issue>;

/**
 * Makes an issue with its pages stand as the step says. What is written last is the body, which
 * links to the pages: after a crash before that it differs, and everything is looked at again.
 */
export async function standIssue(world: ActionWorld, step: IssueStep): Promise<Remembered> {
  const found = await find(world, step);
  if (found === undefined && step.onlyIfThere) return { remote: 0, state: 'closed' };
  const issue = found ?? (await create(world, step));
  const place: Conversation = { github: world.github, repository: step.repository, issue: issue.number };
  const known = world.remembered?.pages ?? [];
  const comments = issue.comments + known.length > 0 ? await Array.fromAsync(ourComments(place, world.botLogin)) : [];
  const before = [issue, ...comments].map(({ body }) => body ?? '').join('\n');
  const pages = step.frozen ? [] : await standPages(place, step, { comments, before, remembered: known });
  const wanted = step.do === 'ensure' ? 'open' : 'closed';
  if (issue.state !== wanted) await say(place, wanted === 'open' ? step.reopening : step.closing);
  const body = step.frozen ? keptBody(issue, step) : bodyOf(step, linked(textOf(step, before), place, pages));
  const title = step.frozen ? issue.title : step.title;
  if (issue.state !== wanted || issue.body !== body || issue.title !== title) {
    await update(place, { title, body }, issue.state === wanted ? undefined : wanted);
  }
  const reminded = await remind(place, step.reminder, comments, world);
  return {
    remote: issue.number,
    state: wanted,
    ...(pages.length > 0 ? { pages } : {}),
    ...(reminded.length > 0 ? { reminded } : {}),
  };
}

async function find({ github, botLogin, remembered }: ActionWorld, step: IssueStep): Promise<Issue | undefined> {
  const where = ownerAndName(step.repository);
  if (remembered !== undefined && remembered.remote > 0) {
    const issue = await github.find(
      'GET /repos/{owner}/{repo}/issues/{issue_number}',
      { ...where, issue_number: remembered.remote },
      Issue,
    );
    // Somebody may have taken the marker out; what we remember to have written is still ours.
    const bare = issue?.user?.login === botLogin && !/<!-- handback:(?:case|digest):/.test(issue.body ?? '');
    const isHere = issue !== undefined && isIssueAt(issue, step.repository, remembered.remote);
    if (isHere && (bare || issue.body?.includes(marker(step)))) return issue;
  }
  const ours = { ...where, creator: botLogin, state: 'all', sort: 'created', direction: 'asc' };
  for await (const issue of github.pages('GET /repos/{owner}/{repo}/issues', ours, Issue)) {
    if (issue.pull_request === undefined && issue.body?.includes(marker(step))) return issue;
  }
  return undefined;
}

/**
 * GitHub makes no issue that is to be assigned to somebody who has left, and an assignee
 * may be the very leaver: nobody's absence keeps a case from being opened.
 */
async function create(world: ActionWorld, step: IssueStep, assignees = step.assignees): Promise<Issue> {
  const where = ownerAndName(step.repository);
  const { labels, title, body } = step;
  const route = 'POST /repos/{owner}/{repo}/issues';
  try {
    return await world.github.send(route, { ...where, title, body: bodyOf(step, body), labels, assignees }, Issue);
  } catch (error) {
    if (!(error instanceof GitHubFailure && error.status === 422) || assignees.length === 0) throw error;
    const others = assignees.filter((name) => !error.message.includes(`"${name}"`));
    return create(world, step, others.length < assignees.length ? others : []);
  }
}

/**
 * Says the state only to change it: somebody may close the issue at this moment, and would be overruled without a word.
 */
async function update(
  { github, repository, issue }: Conversation,
  text: { readonly title: string; readonly body: string },
  state: 'open' | 'closed' | undefined,
): Promise<void> {
  const change = state === undefined ? {} : state === 'closed' ? { state, state_reason: 'completed' } : { state };
  const route = 'PATCH /repos/{owner}/{repo}/issues/{issue_number}';
  await github.send(route, { ...ownerAndName(repository), issue_number: issue, ...text, ...change }, Issue);
}

function textOf({ body, ticks }: IssueStep, before: string): string {
  return ticks === 'people' ? withTicks(body, before) : body;
}

function bodyOf(step: IssueStep, text: string): string {
  return `${text}\n\n${marker(step)}`;
}

function keptBody({ body }: Issue, step: IssueStep): string {
  return body?.includes(marker(step)) ? body : bodyOf(step, body ?? '');
}

function marker({ subject, key }: IssueStep): string {
  return `<!-- handback:${subject}:${key} -->`;
}
