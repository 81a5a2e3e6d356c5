import type { Secret } from '../model/secret.ts';

/** GitHub takes so many at once. */
const MOST = 1000;

/**
 * Tells GitHub that tokens of its are known to others, so that it revokes them: https://docs.github.com/rest/credentials/revoke.
 * GitHub refuses whoever says who they are, so this goes out bare, and never twice. Gives the status; 0: no answer, it may have been done.
 */
export function reportTokens(apiUrl: string): (tokens: readonly Secret[]) => Promise<number> {
  return async (tokens) => {
    if (tokens.length === 0 || tokens.length > MOST)
      throw new Error(`GitHub takes 1 to ${MOST} tokens at once, not ${tokens.length}; nothing was sent.`);
    try {
      const response = await fetch(`${apiUrl}/credentials/revoke`, {
        method: 'POST',
        headers: {
          accept: 'application/vnd.github+json',
          'content-type': 'application/json',
          'user-agent': 'handback',
          'x-github-api-version': '2022-11-28',
        },
        body: JSON.stringify({ credentials: tokens.map((token) => token.reveal()) }),
        redirect: 'error',
        signal: AbortSignal.timeout(30_000),
      });
      await response.body?.cancel();
      return response.status;
    } catch {
      // Whatever went wrong may name the tokens: say only that there was no answer.
      return 0;
    }
  };
}
