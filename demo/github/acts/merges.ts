// A person merges a pull request on the website; the rules may refuse.
import type { GitCommit } from '../git/bare-repository.ts';
import type { PullRequest, Repository } from '../model.ts';
import type { Activity, User } from '../records.ts';
import { Refusal } from '../refusal.ts';
import { unmetChecks, unmetMessage, usesMergeQueue } from '../rules.ts';
import { atLeast, found, fullName, type World } from '../world.ts';
import { closeNow, emitPull } from './pulls.ts';
import { pushed } from './pushes.ts';

export async function mergePull(
  world: World,
  one: PullRequest,
  actor: User,
  options: { method?: 'merge' | 'squash' } = {},
): Promise<string> {
  const { repository, pull } = one;
  refuseUnlessReady(world, one, actor);
  if (usesMergeQueue(repository, pull.base.ref)) {
    throw new Refusal(405, 'Repository rule violations found\n\nChanges must be made through the merge queue\n\n');
  }
  const base = found(await repository.git.resolve(pull.base.ref));
  const sha = await mergeCommit(world, one, actor, base, options.method ?? 'merge');
  await land(world, one, actor, { before: base, after: sha }, 'pr_merge');
  return sha;
}

/** 405 with GitHub's reason while a required check is missing, runs, or has failed. */
export function refuseUnlessReady(world: World, one: PullRequest, actor: User): void {
  const { repository, pull } = one;
  // An app's right to write was judged by its token's permissions.
  if (actor.type === 'User' && !atLeast(world.roleOf(actor, repository), 'write'))
    throw new Refusal(403, 'Must have write access to merge.');
  if (one.state !== 'open') throw new Refusal(405, 'Pull Request is not mergeable');
  const unmet = unmetChecks(repository, pull.base.ref, pull.head.sha);
  if (unmet.length > 0) throw new Refusal(405, unmetMessage(unmet));
}

/** Writes the commit that a merge makes, moving nothing yet. */
export async function mergeCommit(
  world: World,
  { repository, number, title, pull }: PullRequest,
  actor: User,
  base: string,
  method: 'merge' | 'squash',
): Promise<string> {
  const tree = await repository.git.mergeTree(base, pull.head.sha);
  if (!tree) throw new Refusal(405, 'Pull Request is not mergeable');
  const from = `${pull.head.repository.owner.login}/${pull.head.ref}`;
  const message =
    method === 'merge' ? `Merge pull request #${number} from ${from}\n\n${title}` : `${title} (#${number})`;
  const parents = method === 'merge' ? [base, pull.head.sha] : [base];
  return writeCommit(world, repository, actor, { tree, parents, message });
}

/** GitHub commits on behalf of people: the person is the author, GitHub the committer. */
async function writeCommit(
  world: World,
  { git, signatures }: Repository,
  actor: User,
  made: Pick<GitCommit, 'tree' | 'parents' | 'message'>,
): Promise<string> {
  const time = `${Math.floor(world.now() / 1000)} +0000`;
  const head = [
    `tree ${made.tree}`,
    ...made.parents.map((parent) => `parent ${parent}`),
    `author ${actor.name} <${actor.email}> ${time}`,
    `committer ${world.webFlow.name} <${world.webFlow.email}> ${time}`,
  ];
  const sha = await git.text(
    ['hash-object', '-t', 'commit', '-w', '--stdin'],
    `${head.join('\n')}\n\n${made.message}\n`,
  );
  signatures.set(sha, { by: world.webFlow, reason: 'valid', byGitHub: true });
  return sha;
}

/** The base branch takes the merge, and the pull request is over. */
export async function land(
  world: World,
  one: PullRequest,
  actor: User,
  moved: { before: string; after: string },
  type: Activity['type'],
): Promise<void> {
  const { repository, pull } = one;
  const ref = `refs/heads/${pull.base.ref}`;
  await repository.git.setRef(ref, moved.after);
  Object.assign(pull, { mergedAt: world.now(), mergedBy: actor, mergeSha: moved.after });
  closeNow(world, one, actor);
  world.audit(repository, 'pull_request.merge', actor, {
    pull_request_url: `${world.web}/${fullName(repository)}/pull/${one.number}`,
  });
  await pushed(world, repository, actor, [{ ref, ...moved }], undefined, type);
  await emitPull(world, 'closed', one, actor);
}
