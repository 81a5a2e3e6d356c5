// The merge queue: a temporary branch for each pull request, merged when its required
// checks pass, dropped when one fails.
import { emit } from '../emit.ts';
import { noCommit } from '../git/bare-repository.ts';
import type { PullRequest, QueueEntry, Repository } from '../model.ts';
import type { User } from '../records.ts';
import { unmetChecks } from '../rules.ts';
import type { View } from '../views/view.ts';
import { found, type World } from '../world.ts';
import { land, mergeCommit, refuseUnlessReady } from './merges.ts';
import { emitPull } from './pulls.ts';
import { pushed } from './pushes.ts';

export async function enqueue(world: World, one: PullRequest, actor: User): Promise<void> {
  refuseUnlessReady(world, one, actor);
  await emitPull(world, 'enqueued', one, actor);
  await join(world, one, actor);
  await advanceQueue(world, one.repository);
}

export async function dequeue(world: World, one: PullRequest, reason = 'MANUAL'): Promise<void> {
  const { queue } = one.repository;
  const at = queue.findIndex((entry) => entry.pull === one);
  if (at < 0) return;
  const [gone, ...later] = queue.splice(at);
  if (gone) await leave(world, gone, 'dequeued', reason);
  await rebuild(world, later);
}

/** Called whenever a check is completed: merges from the front while it passes. */
export async function advanceQueue(world: World, repository: Repository): Promise<void> {
  for (let first = repository.queue[0]; first; first = repository.queue[0]) {
    const { pull } = first.pull;
    if (pull.head.sha !== first.pullSha) {
      await dequeue(world, first.pull, 'GIT_TREE_INVALID');
      continue;
    }
    const unmet = unmetChecks(repository, pull.base.ref, first.headSha);
    if (unmet.length === 0) await merge(world, first);
    else if (unmet.some(({ state }) => state === 'failing')) await fail(world, first);
    else return;
  }
}

async function join(world: World, one: PullRequest, actor: User): Promise<void> {
  const { repository, pull } = one;
  const baseSha = repository.queue.at(-1)?.headSha ?? found(await repository.git.resolve(pull.base.ref));
  const headSha = await mergeCommit(world, one, actor, baseSha, 'merge');
  const ref = `refs/heads/gh-readonly-queue/${pull.base.ref}/pr-${one.number}-${baseSha}`;
  const entry: QueueEntry = { pull: one, pullSha: pull.head.sha, ref, baseSha, headSha, by: actor };
  repository.queue.push(entry);
  await repository.git.setRef(ref, headSha);
  await pushed(world, repository, world.mergeQueue, [{ ref, before: noCommit, after: headSha }]);
  await emitGroup(world, entry, { action: 'checks_requested' });
}

async function merge(world: World, entry: QueueEntry): Promise<void> {
  const { repository } = entry.pull;
  repository.queue.shift();
  const moved = { before: entry.baseSha, after: entry.headSha };
  await land(world, entry.pull, entry.by, moved, 'merge_queue_merge');
  await leave(world, entry, 'merged', 'MERGE');
}

async function fail(world: World, entry: QueueEntry): Promise<void> {
  const { queue } = entry.pull.repository;
  const later = queue.splice(0).slice(1);
  await leave(world, entry, 'invalidated', 'CI_FAILURE');
  await rebuild(world, later);
}

/** Those behind one that left were built on it: they are built anew, and checked anew. */
async function rebuild(world: World, entries: QueueEntry[]): Promise<void> {
  for (const entry of entries) {
    await removeBranch(world, entry);
    await emitGroup(world, entry, { action: 'destroyed', reason: 'invalidated' });
    await join(world, entry.pull, entry.by);
  }
}

async function leave(world: World, entry: QueueEntry, groupReason: string, pullReason: string): Promise<void> {
  await emitGroup(world, entry, { action: 'destroyed', reason: groupReason });
  await emitPull(world, 'dequeued', entry.pull, world.mergeQueue, { reason: pullReason });
  await removeBranch(world, entry);
}

async function removeBranch(world: World, { pull, ref, headSha }: QueueEntry): Promise<void> {
  await pull.repository.git.setRef(ref, noCommit);
  await pushed(world, pull.repository, world.mergeQueue, [{ ref, before: headSha, after: noCommit }]);
}

async function emitGroup(world: World, entry: QueueEntry, what: View): Promise<void> {
  const { repository, pull } = entry.pull;
  const commit = found(await repository.git.commit(entry.headSha));
  const group = {
    head_sha: entry.headSha,
    head_ref: entry.ref,
    base_sha: entry.baseSha,
    base_ref: `refs/heads/${pull.base.ref}`,
    head_commit: {
      id: commit.sha,
      tree_id: commit.tree,
      message: commit.message,
      timestamp: commit.committer.date,
      author: { name: commit.author.name, email: commit.author.email },
      committer: { name: commit.committer.name, email: commit.committer.email },
    },
  };
  emit(world, 'merge_group', repository, world.mergeQueue, { ...what, merge_group: group });
}
