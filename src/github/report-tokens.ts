import { z } from 'zod';
import { RetryLater } from '../model/job.ts';
import type { Secret } from '../model/secret.ts';
import { API_VERSION } from './github.ts';
import { retryAfterMs } from './retry-after.ts';

/** GitHub takes so many at once. */
const MOST = 1000;

export interface TokenReports {
  /**
   * Throws `RetryLater` while GitHub takes nothing more from this address: before anybody writes down that it is tried.
   */
  ready(): Promise<void>;
  /**
   * Tells GitHub that tokens of its are known to others, so that it revokes them:
   * https://docs.github.com/rest/credentials/revoke. Never twice. Gives the status; 0: no answer,
   * it may have been done. `RetryLater`: GitHub took nothing, since its limit is used up.
   */
  send(tokens: readonly Secret[]): Promise<number>;
}

const Limits = z.object({ resources: z.object({ core: z.object({ remaining: z.number(), reset: z.number() }) }) });

/** A limit that GitHub does not date ends after a minute at the earliest ("Best practices for using the REST API"). */
const DEFAULT_WAIT_MS = 60_000;

/**
 * GitHub refuses whoever says who they are, so these go out bare: and whoever does not has
 * 60 requests an hour, counted by address.
 */
export function tokenReports(apiUrl: string, now: () => number): TokenReports {
  let restsUntil = 0;
  const rest = (until: number) => {
    restsUntil = until;
    const wait = until - now();
    return new RetryLater(`GitHub takes no more reports from this address for ${Math.ceil(wait / 1000)} s.`, wait);
  };
  return {
    ready: async () => {
      if (restsUntil > now()) throw rest(restsUntil);
      // Costs nothing of the limit that it tells.
      const answer = await bare(`${apiUrl}/rate_limit`, { method: 'GET' });
      const { data } = Limits.safeParse(await answer?.json().catch(() => undefined));
      const { remaining, reset } = data?.resources.core ?? { remaining: 1, reset: 0 };
      // Where it cannot be told, the report itself says so.
      if (remaining === 0 && reset * 1000 > now()) throw rest(reset * 1000);
    },
    send: async (tokens) => {
      if (tokens.length === 0 || tokens.length > MOST)
        throw new Error(`GitHub takes 1 to ${MOST} tokens at once, not ${tokens.length}; nothing was sent.`);
      const body = JSON.stringify({ credentials: tokens.map((token) => token.reveal()) });
      const answer = await bare(`${apiUrl}/credentials/revoke`, { method: 'POST', body });
      await answer?.body?.cancel();
      const until = answer === undefined ? undefined : limitedUntil(answer, now());
      if (until !== undefined) throw rest(until);
      return answer?.status ?? 0;
    },
  };
}

async function bare(url: string, request: { method: string; body?: string }): Promise<Response | undefined> {
  const headers = {
    accept: 'application/vnd.github+json',
    'content-type': 'application/json',
    'user-agent': 'handback',
    'x-github-api-version': API_VERSION,
  };
  try {
    return await fetch(url, { ...request, headers, redirect: 'error', signal: AbortSignal.timeout(30_000) });
  } catch {
    // Whatever went wrong may name the tokens: say only that there was no answer.
    return undefined;
  }
}

function limitedUntil({ status, headers }: Response, now: number): number | undefined {
  if (status !== 403 && status !== 429) return undefined;
  const after = retryAfterMs(headers.get('retry-after'), now);
  if (after !== undefined) return now + after;
  const isUsedUp = headers.get('x-ratelimit-remaining') === '0';
  if (!isUsedUp) return status === 429 ? now + DEFAULT_WAIT_MS : undefined;
  return Math.max(Number(headers.get('x-ratelimit-reset')) * 1000 || 0, now + DEFAULT_WAIT_MS);
}
