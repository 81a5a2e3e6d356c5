import type { AskIssuer } from '../model/issuer.ts';

/** Asks an issuer about a token, at hosts that are fixed when Handback starts: nothing in a repository can choose where a secret goes. */
export function askIssuer(hosts: { readonly github: string }): AskIssuer {
  return async ({ host, path, token }) => {
    try {
      const response = await fetch(`${hosts[host]}${path}`, {
        headers: {
          authorization: `token ${token.reveal()}`,
          'user-agent': 'handback',
          accept: 'application/vnd.github+json',
        },
        redirect: 'error',
        signal: AbortSignal.timeout(10_000),
      });
      await response.body?.cancel();
      const date = response.headers.get('date');
      const requestId = response.headers.get('x-github-request-id');
      return { status: response.status, ...(date ? { date } : {}), ...(requestId ? { requestId } : {}) };
    } catch {
      // Whatever went wrong may name the token: say only that there was no answer.
      return { status: 0 };
    }
  };
}
