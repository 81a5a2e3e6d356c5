import { z } from 'zod';
import { type GitHub, NotVisible, ownerAndName } from '../github/github.ts';
import type { Gap } from '../model/coverage.ts';
import type { Context, Site } from './context.ts';

/** The conversation that is answered in. */
export interface Conversation {
  /** `owner/name`. */
  readonly repository: string;
  readonly issue: number;
  /** What is answered: goes into the hidden marker, so that there is one answer to it, ever. */
  readonly to: string;
  /** Answers are not older than this. */
  readonly since: number;
}

const Comment = z.object({
  id: z.number(),
  body: z.string().nullish(),
  user: z.object({ login: z.string() }).nullish(),
});

/** One answer, written once and rewritten when there is something else to say. Not being allowed to answer undoes nothing: the gap is given back. */
export async function answer(
  { github: app }: Context,
  { github }: Site,
  conversation: Conversation,
  says: string | undefined,
): Promise<Gap | undefined> {
  try {
    const known = await find(github, await app.botLogin(), conversation);
    if (known === undefined && says === undefined) return undefined;
    const body = `${says ?? 'The comment was edited; what it says now is done.'}\n\n${marker(conversation)}`;
    const where = ownerAndName(conversation.repository);
    if (known === undefined) {
      const route = 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments';
      await github.send(route, { ...where, issue_number: conversation.issue, body }, z.unknown());
    } else if (known.body !== body) {
      const route = 'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}';
      await github.send(route, { ...where, comment_id: known.id, body }, z.unknown());
    }
    return undefined;
  } catch (error) {
    if (!(error instanceof NotVisible)) throw error;
    return error.gap;
  }
}

/** GitHub keeps one reaction of each kind from us, so giving it again changes nothing. Where it is refused, the gap is given back. */
export async function react(
  { github }: Site,
  repository: string,
  comment: number,
  content: string,
): Promise<Gap | undefined> {
  try {
    const route = 'POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions';
    await github.send(route, { ...ownerAndName(repository), comment_id: comment, content }, z.unknown());
    return undefined;
  } catch (error) {
    if (!(error instanceof NotVisible)) throw error;
    return error.gap;
  }
}

/** The answer to the last one may have been lost: ours is known by its marker, not by what we remember. */
async function find(github: GitHub, botLogin: string, conversation: Conversation) {
  const { repository, issue, since } = conversation;
  const where = { ...ownerAndName(repository), issue_number: issue, since: new Date(since).toISOString() };
  const route = 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments';
  for await (const each of github.pages(route, where, Comment))
    if (each.user?.login === botLogin && each.body?.includes(marker(conversation))) return each;
  return undefined;
}

function marker({ to }: Conversation): string {
  return `<!-- handback:reply:${to} -->`;
}
