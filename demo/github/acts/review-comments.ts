// Comments on lines of a pull request.
import type { PullRequest } from '../model.ts';
import type { ReviewComment } from '../pull-records.ts';
import type { User } from '../records.ts';
import type { World } from '../world.ts';
import { keepEdit } from './edits.ts';

/** On one line of the head, as part of a review. No webhook that an App of ours listens to. */
export function reviewComment(
  world: World,
  one: PullRequest,
  user: User,
  { path, line = 1, body }: { readonly path: string; readonly line?: number; readonly body: string },
): ReviewComment {
  const made: ReviewComment = {
    id: world.nextId(),
    review: world.nextId(),
    user,
    body,
    path,
    line,
    sha: one.pull.head.sha,
    createdAt: world.now(),
    updatedAt: world.now(),
  };
  one.pull.comments.push(made);
  return made;
}

export function editReviewComment(world: World, one: ReviewComment, by: User, body: string): void {
  keepEdit(world, one, by, body);
  Object.assign(one, { body, updatedAt: world.now() });
}

export function deleteReviewComment(_: World, on: PullRequest, one: ReviewComment): void {
  on.pull.comments = on.pull.comments.filter((other) => other !== one);
}
