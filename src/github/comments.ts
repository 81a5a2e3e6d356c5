import { z } from 'zod';
import type { Instant } from '../model/time.ts';
import { type GitHub, ownerAndName } from './github.ts';

/** An issue whose comments are written. */
export interface Conversation {
  readonly github: GitHub;
  /** `owner/name`. */
  readonly repository: string;
  readonly issue: number;
}

export interface Comment {
  readonly id: number;
  readonly body: string;
  readonly at: Instant;
  /** By us, or by anybody who may write there. */
  readonly isEdited: boolean;
}

const Comment = z.object({
  id: z.number(),
  body: z.string().nullish(),
  user: z.object({ login: z.string() }).nullish(),
  created_at: z.coerce.date(),
  updated_at: z.coerce.date(),
});

const Made = z.object({ id: z.number() });

/** What we said there since then, oldest first: a marker in somebody else's comment is none. */
export async function* ourComments(place: Conversation, botLogin: string, since?: Instant): AsyncGenerator<Comment> {
  const route = 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments';
  const wanted = { ...where(place), ...(since === undefined ? {} : { since: new Date(since).toISOString() }) };
  for await (const { id, body, user, created_at, updated_at } of place.github.pages(route, wanted, Comment)) {
    const [at, last] = [created_at.getTime(), updated_at.getTime()];
    if (user?.login === botLogin) yield { id, body: body ?? '', at, isEdited: last > at };
  }
}

/** Said before the state of an issue changes: after a crash in between it is said again, which is better than never. */
export async function say(place: Conversation, body: string): Promise<number> {
  const route = 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments';
  return (await place.github.send(route, { ...where(place), body }, Made)).id;
}

export async function rewrite({ github, repository }: Conversation, comment_id: number, body: string): Promise<void> {
  const route = 'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}';
  await github.send(route, { ...ownerAndName(repository), comment_id, body }, Made);
}

function where({ repository, issue }: Conversation) {
  return { ...ownerAndName(repository), issue_number: issue };
}
