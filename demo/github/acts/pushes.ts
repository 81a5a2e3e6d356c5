// Commits arrive: as history that was always there, or as a push with all that follows from it.
import { emit } from '../emit.ts';
import { type GitCommit, noCommit } from '../git/bare-repository.ts';
import { namesByCommit } from '../git/changed-files.ts';
import type { RefUpdate } from '../git/smart-http.ts';
import { type CommitToWrite, writeCommits } from '../git/write-commits.ts';
import type { Repository } from '../model.ts';
import type { Activity, DeployKey, Signed, User } from '../records.ts';
import { pushedCommit } from '../views/code.ts';
import { account } from '../views/people.ts';
import { repository as repositoryView } from '../views/repositories.ts';
import type { View } from '../views/view.ts';
import { fullName, type World } from '../world.ts';
import { followHead } from './pulls.ts';
import { requestSuites } from './suites.ts';

/** Seeds history with dates in the past: no webhook, no activity. Returns the tip of the last branch written. */
export async function commit(world: World, repository: Repository, commits: CommitToWrite[]): Promise<string> {
  const moved = await writeCommits(repository.git, commits, repository.defaultBranch, world.now());
  return moved.at(-1)?.after ?? noCommit;
}

export type PushedCommit = Pick<CommitToWrite, 'message' | 'files' | 'branch' | 'from' | 'date'> &
  Partial<CommitToWrite>;

/** A push by a person, or with a deploy key, without a git client: everything follows that follows a real one. */
export async function push(
  world: World,
  repository: Repository,
  by: User | DeployKey,
  commits: PushedCommit[],
): Promise<string> {
  const author = 'login' in by ? by : by.addedBy;
  const signed = commits.map((one) => ({ author: author.name, email: author.email, ...one }));
  const moved = await writeCommits(repository.git, signed, repository.defaultBranch, world.now());
  if (!('login' in by)) by.lastUsedAt = world.now();
  await pushed(world, repository, 'login' in by ? by : by.addedBy, moved, 'login' in by ? undefined : by);
  return moved.at(-1)?.after ?? noCommit;
}

/**
 * What GitHub does after refs have moved: activity, webhooks, check suites, and pull requests that follow their branch.
 */
export async function pushed(
  world: World,
  repository: Repository,
  actor: User,
  updates: RefUpdate[],
  key?: DeployKey,
  type?: Activity['type'],
): Promise<void> {
  const quiet = updates.filter(({ ref }) => ref.startsWith('refs/tags/')).length > mostTags;
  for (const update of updates) {
    if (update.before === update.after || (quiet && update.ref.startsWith('refs/tags/'))) continue;
    repository.pushedAt = world.now();
    const { created, deleted, forced } = await changeOf(repository, update);
    const plainType = created ? 'branch_creation' : deleted ? 'branch_deletion' : forced ? 'force_push' : 'push';
    if (update.ref.startsWith('refs/heads/')) {
      const { ref, before, after } = update;
      repository.activity.push({
        id: world.nextId(),
        ref,
        before,
        after,
        at: world.now(),
        type: type ?? plainType,
        actor,
      });
    }
    if (created || deleted) emitRef(world, repository, actor, update, key);
    await emitPush(world, repository, actor, update, { created, deleted, forced });
    if (!deleted && update.ref.startsWith('refs/heads/')) requestSuites(world, repository, update, actor);
    await followHead(world, repository, actor, update);
  }
}

/** Of more tags at once GitHub tells nothing. */
const mostTags = 3;

async function changeOf(repository: Repository, { before, after }: RefUpdate) {
  const created = before === noCommit;
  const deleted = after === noCommit;
  return { created, deleted, forced: !created && !deleted && !(await repository.git.isAncestor(before, after)) };
}

function emitRef(
  world: World,
  repository: Repository,
  actor: User,
  update: RefUpdate,
  key: DeployKey | undefined,
): void {
  const [, kind = '', name = ''] = /^refs\/(heads|tags)\/(.*)$/.exec(update.ref) ?? [];
  if (!kind) return;
  const shared = { ref: name, ref_type: kind === 'tags' ? 'tag' : 'branch', pusher_type: key ? 'deploy_key' : 'user' };
  const created = update.before === noCommit;
  const more = created ? { master_branch: repository.defaultBranch, description: repository.description } : {};
  emit(world, created ? 'create' : 'delete', repository, actor, { ...shared, ...more });
}

const mostCommits = 2048;

async function emitPush(
  world: World,
  repository: Repository,
  actor: User,
  update: RefUpdate,
  change: View,
): Promise<void> {
  const { ref, before, after } = update;
  const range = after === noCommit ? undefined : await newCommits(repository, update);
  const commits = range ? (await repository.git.log(range)).reverse() : [];
  const names = range && commits.length > 0 ? await namesByCommit(repository.git.dir, range) : new Map();
  const show = (one: GitCommit): View => pushedCommit(world, repository, one, names.get(one.sha) ?? []);
  const head = commits.at(-1) ?? (after === noCommit ? undefined : await repository.git.commit(`${after}^{commit}`));
  const html = `${world.web}/${fullName(repository)}`;
  emit(world, 'push', repository, actor, {
    ref,
    before,
    after,
    base_ref: null,
    ...change,
    compare: `${html}/compare/${before.slice(0, 12)}...${after.slice(0, 12)}`,
    commits: commits.slice(0, mostCommits).map(show),
    head_commit: head ? show(head) : null,
    pusher: { name: actor.login, email: actor.type === 'Bot' ? null : actor.email },
    repository: pushedRepository(world, repository),
  });
}

/** The commits that a new branch shares with others are not new. */
async function newCommits(repository: Repository, { ref, before, after }: RefUpdate): Promise<string[]> {
  if (before !== noCommit) return [`${before}..${after}`];
  const others = await repository.git.refs(['refs/heads']);
  others.delete(ref);
  return others.size > 0 ? [after, '--not', ...others.values()] : [after];
}

/** In push events alone GitHub writes moments as seconds, and names the owner once more. */
function pushedRepository(world: World, repository: Repository): View {
  const { owner } = repository;
  return {
    ...repositoryView(world, repository),
    owner: { ...account(world, owner), name: owner.login, email: owner.email },
    created_at: Math.floor(repository.createdAt / 1000),
    pushed_at: Math.floor(repository.pushedAt / 1000),
    stargazers: 0,
    master_branch: repository.defaultBranch,
    ...(owner.type === 'Organization' ? { organization: owner.login } : {}),
  };
}

/** Signs a commit with somebody's key, or as GitHub sees a signature that it cannot tie to anybody. */
export function sign(_world: World, repository: Repository, sha: string, signed: Signed): void {
  repository.signatures.set(sha, signed);
}
