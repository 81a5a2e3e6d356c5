// Pull requests: opened, followed to their newest commit, closed. Merging is in merges.ts.
import { emit } from '../emit.ts';
import { noCommit } from '../git/bare-repository.ts';
import type { RefUpdate } from '../git/smart-http.ts';
import type { Issue, PullRequest, Repository } from '../model.ts';
import type { Review } from '../pull-records.ts';
import type { User } from '../records.ts';
import { invalid } from '../refusal.ts';
import { unmetChecks } from '../rules.ts';
import { pull as pullView } from '../views/issues.ts';
import { accountOrNull } from '../views/people.ts';
import type { View } from '../views/view.ts';
import { fullName, isPull, type World } from '../world.ts';
import { keepEdit, keepRename } from './edits.ts';
import { newIssue } from './new-issue.ts';

export interface NewPull {
  title: string;
  head: string;
  base?: string;
  body?: string;
  /** The fork that the head branch lives in. */
  from?: Repository;
}

export async function openPull(
  world: World,
  repository: Repository,
  actor: User,
  given: NewPull,
): Promise<PullRequest> {
  const home = given.from ?? repository;
  const baseRef = given.base ?? repository.defaultBranch;
  const [head, base] = await Promise.all([home.git.resolve(given.head), repository.git.resolve(baseRef)]);
  if (!head) throw invalid('PullRequest', 'head');
  if (!base) throw invalid('PullRequest', 'base');
  const issue = newIssue(world, repository, actor, given);
  const pull = {
    head: { repository: home, ref: given.head, sha: head },
    base: { ref: baseRef, sha: base },
    reviews: [],
    comments: [],
  };
  const opened: PullRequest = Object.assign(issue, { pull });
  await keepHead(opened);
  repository.issues.push(opened);
  await emitPull(world, 'opened', opened, actor);
  return opened;
}

export async function editPull(
  world: World,
  one: PullRequest,
  actor: User,
  change: { title?: string; body?: string },
): Promise<void> {
  const changes = Object.fromEntries(
    Object.keys(change).map((name) => [name, { from: one[name as 'title' | 'body'] ?? '' }]),
  );
  keepChange(world, one, actor, change);
  Object.assign(one, change, { updatedAt: world.now() });
  await emitPull(world, 'edited', one, actor, { changes });
}

export function keepChange(world: World, one: Issue, by: User, change: { title?: string; body?: string }): void {
  if (change.title !== undefined) keepRename(world, one, by, change.title);
  if (change.body !== undefined) keepEdit(world, one, by, change.body);
}

/** No webhook that an App of ours listens to. */
export function review(world: World, one: PullRequest, by: User, state: Review['state'] = 'APPROVED'): Review {
  const url = `${world.web}/${fullName(one.repository)}/pull/${one.number}#pullrequestreview-${world.nextId()}`;
  const made = { by, state, at: world.now(), url };
  one.pull.reviews.push(made);
  return made;
}

export async function closePull(world: World, one: PullRequest, actor: User): Promise<void> {
  closeNow(world, one, actor);
  await emitPull(world, 'closed', one, actor);
}

export async function reopenPull(world: World, one: PullRequest, actor: User): Promise<void> {
  one.state = 'open';
  delete one.closedAt;
  await emitPull(world, 'reopened', one, actor);
}

export function closeNow(world: World, one: Issue, actor: User): void {
  Object.assign(one, { state: 'closed', closedAt: world.now(), closedBy: actor, updatedAt: world.now() });
}

/** Open pull requests follow their branch wherever it is pushed, and close when it goes. */
export async function followHead(
  world: World,
  pushedTo: Repository,
  actor: User,
  { ref, before, after }: RefUpdate,
): Promise<void> {
  const branch = ref.replace('refs/heads/', '');
  const following = world.repositories
    .flatMap((repository) => repository.issues.filter(isPull))
    .filter(({ state, pull: { head } }) => state === 'open' && head.repository === pushedTo && head.ref === branch);
  for (const one of following) {
    if (after === noCommit) await closePull(world, one, actor);
    else {
      one.pull.head.sha = after;
      one.updatedAt = world.now();
      await keepHead(one);
      await emitPull(world, 'synchronize', one, actor, { before, after });
    }
  }
}

/** The head stays readable below refs/pull, also when it came from a fork or its branch is gone. */
async function keepHead({ repository, number, pull: { head } }: PullRequest): Promise<void> {
  const { git } = repository;
  if (head.repository !== repository) await git.run(['fetch', '--quiet', head.repository.git.dir, head.sha]);
  await git.setRef(`refs/pull/${number}/head`, head.sha);
}

export async function emitPull(
  world: World,
  action: string,
  one: PullRequest,
  actor: User,
  more: View = {},
): Promise<void> {
  const payload = { action, number: one.number, pull_request: await fullPull(world, one), ...more };
  emit(world, 'pull_request', one.repository, actor, payload);
}

/** With what only git can tell: how much it changes and whether it could be merged. */
export async function fullPull(world: World, one: PullRequest): Promise<View> {
  const { repository, pull } = one;
  const { git } = repository;
  const start = await git.mergeBase(pull.base.sha, pull.head.sha);
  const range = [`${start ?? pull.base.sha}..${pull.head.sha}`];
  const [files, commits, mergeable] = await Promise.all([
    git.files(start, pull.head.sha),
    git.log(range),
    one.state === 'open' ? canMerge(one) : null,
  ]);
  const blocked = unmetChecks(repository, pull.base.ref, pull.head.sha).length > 0;
  return {
    ...pullView(world, one),
    merged: pull.mergedAt !== undefined,
    merged_by: accountOrNull(world, pull.mergedBy),
    mergeable,
    rebaseable: mergeable,
    mergeable_state: mergeable === null ? 'unknown' : mergeable ? (blocked ? 'blocked' : 'clean') : 'dirty',
    comments: one.comments.length,
    review_comments: one.pull.comments.length,
    maintainer_can_modify: false,
    commits: commits.length,
    additions: files.reduce((sum, file) => sum + file.additions, 0),
    deletions: files.reduce((sum, file) => sum + file.deletions, 0),
    changed_files: files.length,
  };
}

async function canMerge({ repository, pull }: PullRequest): Promise<boolean> {
  return (await repository.git.mergeTree(`refs/heads/${pull.base.ref}`, pull.head.sha)) !== undefined;
}
