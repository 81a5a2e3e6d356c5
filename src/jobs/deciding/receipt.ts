import { z } from 'zod';
import { type Conversation, ourComments, rewrite, say } from '../../github/comments.ts';
import { NotVisible, ownerAndName } from '../../github/github.ts';
import type { Gap } from '../../model/coverage.ts';
import type { Context, Site } from '../context.ts';

/** Where somebody is answered. */
export interface Answered extends Omit<Conversation, 'github'> {
  /** What is answered: goes into the hidden marker, so that there is one answer to it, ever. */
  readonly to: string;
  /** Answers are not older than this. */
  readonly since: number;
}

/**
 * One answer, written once and rewritten when there is something else to say. Not being
 * allowed to answer undoes nothing: the gap is given back.
 */
export async function answer(
  { github: app }: Context,
  { github }: Site,
  answered: Answered,
  says: string | undefined,
): Promise<Gap | undefined> {
  try {
    const place = { ...answered, github };
    const known = await find(place, await app.botLogin(), answered);
    if (known === undefined && says === undefined) return undefined;
    const body = `${says ?? 'The comment was edited: what was answered here is about its former text.'}\n\n${marker(answered)}`;
    if (known === undefined) await say(place, body);
    else if (known.body !== body) await rewrite(place, known.id, body);
    return undefined;
  } catch (error) {
    if (!(error instanceof NotVisible)) throw error;
    return error.gap;
  }
}

/**
 * GitHub keeps one reaction of each kind from us, so giving it again changes nothing. Where
 * it is refused, the gap is given back.
 */
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
async function find(place: Conversation, botLogin: string, answered: Answered) {
  for await (const each of ourComments(place, botLogin, answered.since))
    if (each.body.includes(marker(answered))) return each;
  return undefined;
}

function marker({ to }: Answered): string {
  return `<!-- handback:reply:${to} -->`;
}
