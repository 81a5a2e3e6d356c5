// Issues and comments.
import { comment, deleteComment, editComment, editIssue, type IssueChange, openIssue } from '../acts/issues.ts';
import type { Issue } from '../model.ts';
import type { Comment } from '../records.ts';
import { invalid, Refusal } from '../refusal.ts';
import { comment as commentView, issue as issueView } from '../views/issues.ts';
import { account } from '../views/people.ts';
import { iso, nodeId } from '../views/view.ts';
import { found, same } from '../world.ts';
import { Answer, type Call, type Routes } from './call.ts';
import { issueOf, namesIn, withIssues } from './issue-of.ts';
import { listed } from './listed.ts';
import { page } from './pages.ts';
import { searchIssues } from './search.ts';

export const issueRoutes: Routes = {
  'GET /repos/{owner}/{repo}/issues': ['issues:read', listIssues],
  'POST /repos/{owner}/{repo}/issues': ['issues:write', createIssue, 201],
  'GET /repos/{owner}/{repo}/issues/{issue_number}': ['issues:read', (call) => issueView(call.world, issueOf(call))],
  'PATCH /repos/{owner}/{repo}/issues/{issue_number}': ['issues:write', patchIssue],
  'PUT /repos/{owner}/{repo}/issues/{issue_number}/lock': ['issues:write', (call) => setLock(call, true), 204],
  'DELETE /repos/{owner}/{repo}/issues/{issue_number}/lock': ['issues:write', (call) => setLock(call, false), 204],
  'GET /repos/{owner}/{repo}/issues/{issue_number}/comments': [
    'issues:read',
    (call) => page(call, issueOf(call).comments, (one) => commentView(call.world, issueOf(call), one)),
  ],
  'POST /repos/{owner}/{repo}/issues/{issue_number}/comments': ['issues:write', createComment, 201],
  'GET /repos/{owner}/{repo}/issues/comments': ['issues:read', listAllComments],
  'GET /repos/{owner}/{repo}/issues/comments/{comment_id}': ['issues:read', (call) => showComment(call)],
  'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}': ['issues:write', patchComment],
  'DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}': ['issues:write', dropComment, 204],
  'POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions': ['issues:write', react],
  'GET /search/issues': ['any', searchIssues],
};

function writable(call: Call): Call {
  if (call.repository.archived) throw new Refusal(403, 'Repository was archived so is read-only.');
  return call;
}

function listIssues(call: Call): Answer {
  const { labels, creator, assignee, since } = call.query;
  const wanted = (one: Issue): boolean =>
    (labels ?? '')
      .split(',')
      .filter(Boolean)
      .every((name) => one.labels.some((label) => same(label.name, name))) &&
    (creator === undefined || same(one.user.login, creator)) &&
    (assignee === undefined || assignee === '*' || one.assignees.some((user) => same(user.login, assignee))) &&
    (since === undefined || one.updatedAt >= Date.parse(since));
  const issues = withIssues(call, call.repository.issues);
  return page(call, listed(call, issues.filter(wanted)), (one) => issueView(call.world, one));
}

function changeOf(call: Call): IssueChange {
  const { labels, assignees, ...rest } = call.body;
  return {
    ...(rest as IssueChange),
    ...(labels === undefined ? {} : { labels: namesIn(labels) }),
    ...(assignees === undefined ? {} : { assignees: namesIn(assignees) }),
  };
}

function listAllComments(call: Call): Answer {
  const all = call.repository.issues.flatMap((issue) => issue.comments.map((one) => ({ issue, one })));
  const since = Date.parse(call.query['since'] ?? '1970-01-01');
  const wanted = all.filter(({ one }) => one.updatedAt >= since);
  return page(call, wanted, ({ issue, one }) => commentView(call.world, issue, one));
}

function createIssue(call: Call): Answer {
  withIssues(writable(call), undefined);
  const made = openIssue(call.world, call.repository, call.actor, { title: '', ...changeOf(call) });
  const shown = issueView(call.world, made);
  return new Answer(201, shown, { location: String(shown['url']) });
}

async function patchIssue(call: Call): Promise<unknown> {
  await editIssue(call.world, issueOf(writable(call)), call.actor, changeOf(call));
  return issueView(call.world, issueOf(call));
}

function setLock(call: Call, locked: boolean): void {
  issueOf(call).locked = locked;
}

function createComment(call: Call): Answer {
  const body = call.text('body');
  if (!body) throw invalid('IssueComment', 'body', 'missing_field');
  const shown = commentView(call.world, issueOf(writable(call)), comment(call.world, issueOf(call), call.actor, body));
  return new Answer(201, shown, { location: String(shown['url']) });
}

function commentOf(call: Call): { issue: Issue; one: Comment } {
  const id = call.id('comment_id');
  const all = call.repository.issues.flatMap((issue) => issue.comments.map((one) => ({ issue, one })));
  return found(all.find(({ one }) => one.id === id));
}

function showComment(call: Call): unknown {
  const { issue, one } = commentOf(call);
  return commentView(call.world, issue, one);
}

function patchComment(call: Call): unknown {
  const { issue, one } = commentOf(call);
  editComment(call.world, issue, one, call.actor, call.text('body') ?? one.body);
  return commentView(call.world, issue, one);
}

function dropComment(call: Call): void {
  const { issue, one } = commentOf(call);
  deleteComment(call.world, issue, one, call.actor);
}

/** 201 for a new reaction, 200 for one that was there. */
function react(call: Call): Answer {
  const { one } = commentOf(call);
  const content = call.text('content') ?? '';
  const known = one.reactions.find((each) => each.user === call.actor && each.content === content);
  const made = known ?? { id: call.world.nextId(), user: call.actor, content, createdAt: call.world.now() };
  if (!known) one.reactions.push(made);
  const shown = { id: made.id, node_id: nodeId('Reaction', made.id), user: account(call.world, made.user), content };
  return new Answer(known ? 200 : 201, { ...shown, created_at: iso(made.createdAt) });
}
