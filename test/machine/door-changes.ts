// What the App may change in the world.
import { post, postKey } from './mail.ts';
import { BOT, type Comment, type Issue, iso, nextMadeId, type RepositoryName, type World } from './world.ts';

interface Change {
  readonly repo: RepositoryName;
  readonly issue_number: number;
  readonly comment_id: number;
  readonly content: string;
  readonly key_id: number;
  readonly check_run_id: number;
  readonly title?: string;
  readonly body?: string;
  readonly state?: 'open' | 'closed';
  readonly head_sha: string;
  readonly external_id: string;
  readonly status?: string;
  readonly conclusion?: string;
}

export const changes: Readonly<Record<string, (world: World, change: Change) => unknown>> = {
  'POST /repos/{owner}/{repo}/issues': (world, { repo, title = '', body = '' }) => {
    const number = nextMadeId(world);
    const issue: Issue = {
      repository: repo,
      number,
      title,
      body,
      state: 'open',
      user: { login: BOT },
      url: `https://github.example/api/v3/repos/acme/${repo}/issues/${number}`,
      updatedAt: world.now,
      comments: [],
    };
    world.issues.push(issue);
    return { ...issue, comments: 0 };
  },
  'PATCH /repos/{owner}/{repo}/issues/{issue_number}': (world, { issue_number, ...change }) => {
    const issue = world.issues.find(({ number }) => number === issue_number);
    if (issue === undefined) throw new Error(`there is no issue ${issue_number}`);
    editIssue(world, issue, change);
    return { ...issue, comments: issue.comments.length };
  },
  'POST /repos/{owner}/{repo}/issues/{issue_number}/comments': (world, { issue_number, body = '' }) => {
    const comment = { id: nextMadeId(world), body, user: { login: BOT }, created_at: iso(world.now), reactions: [] };
    world.issues.find(({ number }) => number === issue_number)?.comments.push(comment);
    return comment;
  },
  'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}': (world, { comment_id, body = '' }) =>
    Object.assign(commentIn(world, comment_id), { body }),
  // One of each kind from each account.
  'POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions': (world, { comment_id, content }) => {
    const { reactions } = commentIn(world, comment_id);
    if (!reactions.includes(content)) reactions.push(content);
    return {};
  },
  'DELETE /repos/{owner}/{repo}/keys/{key_id}': (world, { key_id }) => {
    const [gone] = world.keys.splice(
      world.keys.findIndex(({ id }) => id === key_id),
      1,
    );
    if (gone !== undefined) postKey(world, 'deleted', gone);
    return {};
  },
  'POST /repos/{owner}/{repo}/check-runs': (world, { repo, head_sha, external_id, status = 'queued', conclusion }) => {
    const run = { id: nextMadeId(world), repository: repo, sha: head_sha, externalId: external_id, status, conclusion };
    world.runs.push(run);
    return run;
  },
  'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}': (world, { check_run_id, status, conclusion }) => {
    const run = world.runs.find(({ id }) => id === check_run_id);
    if (run === undefined) throw new Error(`there is no check run ${check_run_id}`);
    // More annotations come without a status: then the run keeps its own.
    if (status !== undefined) Object.assign(run, { status, conclusion });
    return run;
  },
};

function commentIn({ issues }: World, id: number): Comment {
  const found = issues.flatMap(({ comments }) => comments).find((each) => each.id === id);
  if (found === undefined) throw new Error(`there is no comment ${id}`);
  return found;
}

/** By whomever: GitHub tells of it all the same. */
export function editIssue(
  world: World,
  issue: Issue,
  { title = issue.title, body = issue.body, state = issue.state }: Partial<Pick<Issue, 'title' | 'body' | 'state'>>,
): void {
  const [turned, edited] = [state !== issue.state, title !== issue.title || body !== issue.body];
  Object.assign(issue, { title, body, state, updatedAt: world.now });
  if (edited) post(world, 'issues.edited', { repository: issue.repository });
  if (turned) post(world, state === 'closed' ? 'issues.closed' : 'issues.reopened', { repository: issue.repository });
}
