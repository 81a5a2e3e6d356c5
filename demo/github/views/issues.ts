import type { App, CheckRun, CheckSuite, Issue, PullRequest, Repository } from '../model.ts';
import type { Comment, Label } from '../records.ts';
import { atLeast, fullName, isPull, type World } from '../world.ts';
import { app } from './apps.ts';
import { account, accountOrNull } from './people.ts';
import { repository } from './repositories.ts';
import { iso, isoOrNull, nodeId, type View } from './view.ts';

export const label = (world: World, place: Repository, one: Label): View => ({
  id: one.id,
  node_id: nodeId('Label', one.id),
  url: `${world.api}/repos/${fullName(place)}/labels/${encodeURIComponent(one.name)}`,
  name: one.name,
  color: one.color,
  default: one.default,
  description: one.description,
});

const reactionNames = ['+1', '-1', 'laugh', 'hooray', 'confused', 'heart', 'rocket', 'eyes'];

const reactions = (url: string, given: Comment['reactions']): View => ({
  url: `${url}/reactions`,
  total_count: given.length,
  ...Object.fromEntries(reactionNames.map((name) => [name, given.filter((one) => one.content === name).length])),
});

export const association = (world: World, { repository: place, user }: Issue): string => {
  if (user.type === 'Bot') return 'NONE';
  if (place.owner.type === 'Organization' && place.owner.members.has(user)) return 'MEMBER';
  return atLeast(world.roleOf(user, place), 'triage') ? 'COLLABORATOR' : 'NONE';
};

const viaApp = (world: World, issue: Pick<Issue, 'user'>): View | null => {
  const made = world.apps.find((one: App) => one.bot === issue.user);
  return made ? app(world, made) : null;
};

export const issue = (world: World, one: Issue): View => {
  const base = `${world.api}/repos/${fullName(one.repository)}`;
  const url = `${base}/issues/${one.number}`;
  const html = `${world.web}/${fullName(one.repository)}`;
  const pull = `${html}/pull/${one.number}`;
  const pullLinks = {
    url: `${base}/pulls/${one.number}`,
    html_url: pull,
    diff_url: `${pull}.diff`,
    patch_url: `${pull}.patch`,
  };
  return {
    url,
    repository_url: base,
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: isPull(one) ? pull : `${html}/issues/${one.number}`,
    id: one.id,
    node_id: nodeId('Issue', one.id),
    number: one.number,
    title: one.title,
    user: account(world, one.user),
    labels: one.labels.map((each) => label(world, one.repository, each)),
    state: one.state,
    locked: one.locked,
    assignee: accountOrNull(world, one.assignees[0]),
    assignees: one.assignees.map((user) => account(world, user)),
    milestone: null,
    comments: one.comments.length,
    created_at: iso(one.createdAt),
    updated_at: iso(one.updatedAt),
    closed_at: isoOrNull(one.closedAt),
    author_association: association(world, one),
    active_lock_reason: null,
    body: one.body,
    closed_by: accountOrNull(world, one.closedBy),
    reactions: reactions(url, []),
    timeline_url: `${url}/timeline`,
    performed_via_github_app: viaApp(world, one),
    state_reason: one.reason,
    ...(isPull(one) ? { draft: false, pull_request: { ...pullLinks, merged_at: isoOrNull(one.pull.mergedAt) } } : {}),
  };
};

export const comment = (world: World, on: Issue, one: Comment): View => {
  const base = `${world.api}/repos/${fullName(on.repository)}/issues`;
  const url = `${base}/comments/${one.id}`;
  return {
    url,
    html_url: `${world.web}/${fullName(on.repository)}/${isPull(on) ? 'pull' : 'issues'}/${on.number}#issuecomment-${one.id}`,
    issue_url: `${base}/${on.number}`,
    id: one.id,
    node_id: nodeId('IssueComment', one.id),
    user: account(world, one.user),
    created_at: iso(one.createdAt),
    updated_at: iso(one.updatedAt),
    author_association: association(world, { ...on, user: one.user }),
    body: one.body,
    reactions: reactions(url, one.reactions),
    performed_via_github_app: viaApp(world, one),
  };
};

export const pull = (world: World, one: PullRequest): View => {
  const shown = issue(world, one);
  const base = `${world.api}/repos/${fullName(one.repository)}`;
  const url = `${base}/pulls/${one.number}`;
  const html = `${world.web}/${fullName(one.repository)}/pull/${one.number}`;
  const { head } = one.pull;
  const side = (place: Repository, ref: string, sha: string): View => ({
    label: `${place.owner.login}:${ref}`,
    ref,
    sha,
    user: account(world, place.owner),
    repo: repository(world, place),
  });
  const addresses = {
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: `${base}/pulls/comments{/number}`,
    comments_url: `${base}/issues/${one.number}/comments`,
    statuses_url: `${base}/statuses/${head.sha}`,
  };
  const linked = Object.entries({ self: url, html, issue: String(shown['url']), ...addresses });
  return {
    ...Object.fromEntries(sharedWithIssue.map((name) => [name, shown[name]])),
    url,
    html_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    issue_url: shown['url'],
    node_id: nodeId('PullRequest', one.id),
    merged_at: isoOrNull(one.pull.mergedAt),
    merge_commit_sha: one.pull.mergeSha ?? null,
    requested_reviewers: [],
    requested_teams: [],
    draft: false,
    auto_merge: null,
    ...addresses,
    head: side(head.repository, head.ref, head.sha),
    base: side(one.repository, one.pull.base.ref, one.pull.base.sha),
    _links: Object.fromEntries(linked.map(([name, href]) => [name.replace('_url', ''), { href }])),
  };
};

const sharedWithIssue = [
  'id',
  'number',
  'state',
  'locked',
  'title',
  'user',
  'body',
  'created_at',
  'updated_at',
  'closed_at',
  'assignee',
  'assignees',
  'labels',
  'milestone',
  'author_association',
  'active_lock_reason',
];

export const checkRun = (world: World, place: Repository, one: CheckRun): View => ({
  id: one.id,
  name: one.name,
  node_id: nodeId('CheckRun', one.id),
  head_sha: one.sha,
  external_id: one.externalId,
  url: `${world.api}/repos/${fullName(place)}/check-runs/${one.id}`,
  html_url: `${world.web}/${fullName(place)}/runs/${one.id}`,
  details_url: one.detailsUrl ?? world.web,
  status: one.status,
  conclusion: one.conclusion,
  started_at: iso(one.startedAt),
  completed_at: isoOrNull(one.completedAt),
  output: {
    ...one.output,
    annotations_count: one.annotations.length,
    annotations_url: `${world.api}/repos/${fullName(place)}/check-runs/${one.id}/annotations`,
  },
  check_suite: { id: one.suite.id },
  app: app(world, one.app),
  pull_requests: pullsAt(world, place, one.sha),
});

/** Pull requests from forks are not named: their commits came without a push here. */
const pullsAt = (world: World, place: Repository, sha: string): View[] =>
  place.issues
    .filter(isPull)
    .filter((one) => one.state === 'open' && one.pull.head.sha === sha && one.pull.head.repository === place)
    .map((one) => {
      const repo = { id: place.id, url: `${world.api}/repos/${fullName(place)}`, name: place.name };
      const { head, base } = one.pull;
      const sides = { head: { ref: head.ref, sha: head.sha, repo }, base: { ref: base.ref, sha: base.sha, repo } };
      return { id: one.id, number: one.number, url: `${repo.url}/pulls/${one.number}`, ...sides };
    });

export const checkSuite = (world: World, place: Repository, one: CheckSuite): View => {
  const runs = place.checks.filter((run) => run.suite === one);
  const url = `${world.api}/repos/${fullName(place)}/check-suites/${one.id}`;
  return {
    id: one.id,
    node_id: nodeId('CheckSuite', one.id),
    head_branch: one.branch,
    head_sha: one.sha,
    status: 'queued',
    conclusion: null,
    url,
    before: one.before,
    after: one.sha,
    pull_requests: pullsAt(world, place, one.sha),
    app: app(world, one.app),
    created_at: iso(one.createdAt),
    updated_at: iso(one.createdAt),
    latest_check_runs_count: runs.length,
    check_runs_url: `${url}/check-runs`,
  };
};
