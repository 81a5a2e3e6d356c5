import type { Answer, Probe } from '../model/issuer.ts';

/** The usual probe: a GET with the value as bearer token; 200 is live, 401 is dead, all else proves nothing. */
export function bearer(url: string, headers: Readonly<Record<string, string>> = {}): Probe {
  return withHeader(url, 'authorization', 'Bearer {secret}', headers);
}

/** A GET with the value in a header of its own. */
export function withHeader(
  url: string,
  name: string,
  value = '{secret}',
  headers: Readonly<Record<string, string>> = {},
): Probe {
  return {
    method: 'GET',
    url,
    headers: { ...headers, [name]: value },
    live: { status: [200] },
    dead: { status: [401] },
  };
}

/** For issuers that people host themselves: a "no" from the public one may mean "not mine". */
export const NEVER: Answer = { status: [] };
