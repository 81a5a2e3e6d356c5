import { createHash } from 'node:crypto';
import type { KeptAnswer } from '../model/kept-answer.ts';

/**
 * Bodies of former answers, by address. It is only given what holds no value and no text of
 * people: names, dates, keys that are public.
 */
export interface Answers {
  read(url: string): Promise<KeptAnswer | undefined>;
  save(url: string, answer: KeptAnswer): Promise<void>;
}

/** As Octokit calls it. */
type Ask = (url: string, init: RequestInit) => Promise<Response>;

/** Pages behind the first name a place by its id, and a team too. */
const PLACE = String.raw`/(?:repos/[^/]+/[^/]+|repositories/\d+|orgs/[^/]+|organizations/\d+|users/[^/]+)/`;

const LISTS = [
  'keys',
  'environments',
  'collaborators',
  'members',
  'outside_collaborators',
  'teams',
  'teams?/[^/]+/members',
  'actions/runners',
  '(?:actions|agents|codespaces|dependabot|environments/[^/]+)/secrets',
].join('|');

/**
 * Lists that may be written down: neither values, nor addresses that may hold one (webhooks), nor what
 * people write. From where the path begins, as a repository, a file or a branch may be called like a list.
 */
const KEEPABLE = new RegExp(`^https?://[^/]+(?:/api/v3)?(?:${PLACE}(?:${LISTS})|/installation/repositories)(?:\\?|$)`);

/** Most lists are empty: what that looks like is guessed, also where nothing may be kept. */
const ENVELOPED = /\/(secrets|variables|environments|runners)(?:\?|$)/;
const BARE = /\/(?:keys|hooks|issues|comments|pulls|invitations|alerts|teams|members)(?:\?|$)/;

/**
 * Asks "anything new?" where the former answer is known: a 304 costs nothing of the rate limit
 * (https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api). GitHub's entity
 * tags differ from token to token, and a token lives for an hour; so the tag is computed from the former
 * body as GitHub does it, which it does not document: the hash of what the answer varies with, and of the
 * body. An answer whose tag is not what we compute is not kept, and a wrong guess only means a full answer.
 */
export function conditionally(ask: Ask, answers: Answers): Ask {
  return async (url, init) => {
    const headers = new Headers(init.headers);
    const isRead = (init.method ?? 'GET') === 'GET' && headers.get('authorization')?.startsWith('token ');
    const keepable = KEEPABLE.test(url);
    const guess = emptyList(url);
    if (!isRead || (!keepable && guess === undefined)) return ask(url, init);

    const former =
      (keepable ? await answers.read(url) : undefined) ?? (guess === undefined ? undefined : { body: guess });
    if (former !== undefined) headers.set('if-none-match', `"${tagOf(headers, former.body)}"`);
    const answer = await ask(url, { ...init, headers: Object.fromEntries(headers) });
    if (answer.status === 304 && former !== undefined) return asBefore(answer, former, url);
    if (answer.status !== 200 || !keepable) return answer;

    const body = await answer.text();
    if (answer.headers.get('etag')?.includes(tagOf(headers, body))) {
      const link = answer.headers.get('link');
      await answers.save(url, { body, ...(link === null ? {} : { link }) });
    }
    return whole(body, answer.headers, url);
  };
}

function emptyList(url: string): string | undefined {
  const [, items] = ENVELOPED.exec(url) ?? [];
  if (items !== undefined) return `{"total_count":0,"${items}":[]}`;
  return BARE.test(url) ? '[]' : undefined;
}

function tagOf(headers: Headers, body: string): string {
  const varies = `${headers.get('accept') ?? ''}:${headers.get('authorization') ?? ''}:`;
  return createHash('sha256').update(varies).update(body).digest('hex');
}

/** GitHub says that nothing changed; date and request id are those of this answer. */
function asBefore(answer: Response, { body, link }: KeptAnswer, url: string): Response {
  const headers = new Headers(answer.headers);
  headers.set('content-type', 'application/json; charset=utf-8');
  if (link !== undefined && !headers.has('link')) headers.set('link', link);
  return whole(body, headers, url);
}

/** Octokit's pages need to know where an answer comes from, which a `Response` that one makes does not. */
function whole(body: string, headers: Headers, url: string): Response {
  return Object.defineProperty(new Response(body, { status: 200, headers }), 'url', { value: url });
}
