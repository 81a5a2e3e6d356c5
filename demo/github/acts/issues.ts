// Issues and comments, by people and by apps alike.
import { emit } from '../emit.ts';
import type { Issue, Repository } from '../model.ts';
import type { Comment, User } from '../records.ts';
import { invalid, Refusal } from '../refusal.ts';
import { comment as commentView, issue as issueView, label as labelView } from '../views/issues.ts';
import type { View } from '../views/view.ts';
import { atLeast, isPull, type World } from '../world.ts';
import { keepEdit } from './edits.ts';
import { assignable, labelsNamed, type NewIssue, newIssue } from './new-issue.ts';
import { closeNow, closePull, editPull, keepChange, reopenPull } from './pulls.ts';

const longestBody = 65_536;

export function openIssue(world: World, repository: Repository, actor: User, given: NewIssue): Issue {
  if (!given.title) throw invalid('Issue', 'title', 'missing_field');
  refuseLong('Issue', given.body);
  refuseStrangers(world, repository, given.assignees);
  const issue = newIssue(world, repository, actor, given);
  repository.issues.push(issue);
  emitIssue(world, 'opened', issue, actor);
  return issue;
}

/** Nothing is made where somebody is to be assigned who is not there any more, or may not even read. */
function refuseStrangers(world: World, repository: Repository, logins: readonly string[] = []): void {
  for (const login of logins) {
    const user = world.user(login);
    if (user === undefined || !atLeast(world.roleOf(user, repository), 'read'))
      throw new Refusal(422, 'Validation Failed', {
        errors: [{ value: login, resource: 'Issue', field: 'assignees', code: 'invalid' }],
      });
  }
}

export interface IssueChange {
  title?: string;
  body?: string;
  state?: 'open' | 'closed';
  state_reason?: Issue['reason'];
  labels?: string[];
  assignees?: string[];
}

/** One event for each kind of change, as on GitHub; pull requests send theirs. */
export async function editIssue(world: World, issue: Issue, actor: User, change: IssueChange): Promise<void> {
  refuseLong('Issue', change.body);
  if (change.labels) setLabels(world, issue, actor, change.labels);
  if (change.assignees) issue.assignees = assignable(world, issue.repository, change.assignees);
  await retitle(world, issue, actor, change);
  if (change.state === 'closed') await closeIssue(world, issue, actor, change.state_reason ?? 'completed');
  if (change.state === 'open') await reopenIssue(world, issue, actor);
  issue.updatedAt = world.now();
}

async function retitle(world: World, issue: Issue, actor: User, { title, body }: IssueChange): Promise<void> {
  const changed = {
    ...(title !== undefined && title !== issue.title ? { title } : {}),
    ...(body !== undefined && body !== issue.body ? { body } : {}),
  };
  const names = Object.keys(changed) as ('title' | 'body')[];
  if (names.length === 0) return;
  if (isPull(issue)) {
    await editPull(world, issue, actor, changed);
    return;
  }
  const changes = Object.fromEntries(names.map((name) => [name, { from: issue[name] ?? '' }]));
  keepChange(world, issue, actor, changed);
  Object.assign(issue, changed);
  emitIssue(world, 'edited', issue, actor, { changes });
}

export async function closeIssue(
  world: World,
  issue: Issue,
  actor: User,
  reason: Issue['reason'] = 'completed',
): Promise<void> {
  if (issue.state === 'closed') return;
  if (isPull(issue)) {
    await closePull(world, issue, actor);
    return;
  }
  issue.reason = reason;
  closeNow(world, issue, actor);
  emitIssue(world, 'closed', issue, actor);
}

export async function reopenIssue(world: World, issue: Issue, actor: User): Promise<void> {
  if (issue.state === 'open') return;
  if (isPull(issue)) {
    await reopenPull(world, issue, actor);
    return;
  }
  issue.state = 'open';
  issue.reason = 'reopened';
  delete issue.closedAt;
  delete issue.closedBy;
  emitIssue(world, 'reopened', issue, actor);
}

export function setLabels(world: World, issue: Issue, actor: User, names: string[]): void {
  const before = issue.labels;
  issue.labels = labelsNamed(world, issue.repository, names);
  if (isPull(issue)) return;
  const changed = (action: string, label: Issue['labels'][number]): void =>
    emitIssue(world, action, issue, actor, { label: labelView(world, issue.repository, label) });
  for (const label of issue.labels) if (!before.includes(label)) changed('labeled', label);
  for (const label of before) if (!issue.labels.includes(label)) changed('unlabeled', label);
}

export function comment(world: World, issue: Issue, actor: User, body: string): Comment {
  refuseLong('IssueComment', body);
  const made = { id: world.nextId(), user: actor, body, createdAt: world.now(), updatedAt: world.now(), reactions: [] };
  issue.comments.push(made);
  issue.updatedAt = world.now();
  emitComment(world, 'created', issue, made, actor);
  return made;
}

export function editComment(world: World, issue: Issue, one: Comment, actor: User, body: string): void {
  refuseLong('IssueComment', body);
  const changes = { body: { from: one.body } };
  keepEdit(world, one, actor, body);
  Object.assign(one, { body, updatedAt: world.now() });
  emitComment(world, 'edited', issue, one, actor, { changes });
}

export function deleteComment(world: World, issue: Issue, one: Comment, actor: User): void {
  issue.comments = issue.comments.filter((other) => other !== one);
  emitComment(world, 'deleted', issue, one, actor);
}

function refuseLong(resource: string, body: string | null | undefined): void {
  if ((body?.length ?? 0) <= longestBody) return;
  throw invalid(resource, 'body', 'custom', `body is too long (maximum is ${longestBody} characters)`);
}

function emitIssue(world: World, action: string, issue: Issue, actor: User, more: View = {}): void {
  emit(world, 'issues', issue.repository, actor, { action, issue: issueView(world, issue), ...more });
}

function emitComment(world: World, action: string, issue: Issue, one: Comment, actor: User, more: View = {}): void {
  const shown = { issue: issueView(world, issue), comment: commentView(world, issue, one) };
  emit(world, 'issue_comment', issue.repository, actor, { action, ...shown, ...more });
}
