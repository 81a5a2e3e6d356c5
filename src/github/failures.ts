import { z } from 'zod';
import { RetryLater } from '../model/job.ts';
import { isoDay } from '../model/time.ts';
import { GitHubFailure, NotVisible } from './github.ts';
import { retryAfterMs } from './retry-after.ts';

type Headers = Readonly<Record<string, string | undefined>>;

interface ErrorAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly message: string;
  readonly data: unknown;
}

const DEFAULT_WAIT_MS = 60_000;

/** Turns what Octokit throws into one of our three: come back later, not visible, or failed. */
export function translate(error: unknown, route: string, now: number): Error {
  const answer = errorAnswer(error);
  if (answer === undefined) {
    const why = error instanceof Error ? error.message : String(error);
    return new GitHubFailure(`${route}: no answer from GitHub (${why}). It will be tried again.`, 0);
  }
  if (isRateLimit(answer)) return comeBack(answer.headers, route, now);
  if (isBlocked(answer)) return new NotVisible(blockedGap(answer));
  if (answer.status === 403) return new NotVisible(permissionGap(answer, route));
  return new GitHubFailure(`${route}: GitHub answered ${answer.status} (${saidIn(answer)}).`, answer.status);
}

const LONGEST = 160;

/**
 * What fails stands in cases and in the ledger: no page of a proxy does, and no more than
 * the first line of anything else.
 */
function saidIn({ message }: ErrorAnswer): string {
  const [first = ''] = message.trim().split('\n');
  if (first.startsWith('<')) return 'with a page, and not as the API does';
  return first.length > LONGEST ? `${first.slice(0, LONGEST).toWellFormed()}…` : first;
}

export function errorAnswer(error: unknown): ErrorAnswer | undefined {
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return undefined;
  const response =
    'response' in error ? (error.response as { headers?: Headers; data?: unknown } | undefined) : undefined;
  // Octokit reports a cut connection as a 500 without a response: that is no answer, not an answer of 500.
  if (response === undefined) return undefined;
  return { status: error.status, headers: response.headers ?? {}, message: error.message, data: response.data };
}

/**
 * The App got no token, because it was removed: then nobody asked what we wanted to know,
 * and a 404 says nothing about it.
 */
export function gotNoToken(error: unknown): boolean {
  const response =
    error instanceof Error && 'response' in error ? (error.response as { url?: string } | undefined) : {};
  return response?.url?.endsWith('/access_tokens') ?? false;
}

function isRateLimit({ status, headers, message }: ErrorAnswer): boolean {
  if (status === 429) return true;
  return (
    status === 403 &&
    (headers['x-ratelimit-remaining'] === '0' || headers['retry-after'] !== undefined || isLimitInWords(message))
  );
}

/** Of a secondary limit there may be no other sign. */
export function isLimitInWords(message: string): boolean {
  return /rate limit|abuse detection/i.test(message);
}

export function comeBack(headers: Headers, route: string, now: number): RetryLater {
  const wait = waitMs(headers, now);
  return new RetryLater(`${route}: GitHub's rate limit is used up; trying again in ${Math.ceil(wait / 1000)} s.`, wait);
}

/**
 * GitHub: obey `retry-after`, else wait for `x-ratelimit-reset`, else at least a minute
 * ("Best practices for using the REST API").
 */
function waitMs(headers: Headers, now: number): number {
  const after = retryAfterMs(headers['retry-after'], now);
  if (after !== undefined) return after;
  const reset = Number(headers['x-ratelimit-reset']) * 1000;
  return headers['x-ratelimit-remaining'] === '0' && reset > now ? reset - now : DEFAULT_WAIT_MS;
}

function permissionGap(answer: ErrorAnswer, route: string): NotVisible['gap'] {
  const { headers } = answer;
  const needs = headers['x-accepted-github-permissions']?.replaceAll('=', ': ').replaceAll(/[;,]\s*/g, ' or ');
  return needs
    ? { why: 'permission', needs, says: `not visible: needs ${needs}` }
    : {
        why: 'permission',
        says: `not visible: GitHub refused ${route} (403: ${saidIn(answer)})`,
      };
}

/**
 * GitHub describes neither answer: github.com/github/rest-api-description/issues/3314 and
 * ossf/allstar/issues/36 show what they hold.
 */
const Block = z.object({
  block: z.object({
    reason: z
      .string()
      .regex(/^[\w-]{1,40}$/)
      .optional()
      .catch(undefined),
    created_at: z.coerce.date().optional().catch(undefined),
    html_url: z.url().startsWith('https://github.com/').optional().catch(undefined),
  }),
});

/**
 * For legal reasons, or since somebody broke GitHub's terms: no permission mends that, and
 * another repository is none the less visible.
 */
function isBlocked({ status, message, data }: ErrorAnswer): boolean {
  return status === 451 || (status === 403 && (/access blocked/i.test(message) || Block.safeParse(data).success));
}

function blockedGap({ status, data }: ErrorAnswer): NotVisible['gap'] {
  const { reason, created_at: since, html_url: url } = Block.safeParse(data).data?.block ?? {};
  const known = [String(status), ...(reason ? [reason] : []), ...(since ? [`since ${isoDay(since.getTime())}`] : [])];
  const why = `${known.join(', ')}${url ? `: ${url}` : ''}`;
  const says = `not visible: GitHub itself blocks access there (${why}); an owner asks GitHub Support, and nobody else can open it again`;
  return { why: 'absent', says };
}
