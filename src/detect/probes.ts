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

/**
 * Where the same "no" is said of a value that lives, to whoever asks from an address that
 * is not let in or about what it may not do: only these words refuse the value itself.
 */
export function refusedBy(probe: Probe, ...words: readonly string[]): Probe {
  return { ...probe, dead: { ...probe.dead, contains: words } };
}

/**
 * For issuers whose "no" may mean "not mine": people host them themselves, they have hosts for several regions or a
 * sandbox, or other tokens of the same form. And for those whose "no" may mean "not from here" and does not say so.
 */
export const NEVER: Answer = { status: [] };
