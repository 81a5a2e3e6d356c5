import { z } from 'zod';
import type { CredentialFile } from '../model/violation.ts';
import type { ProofKind } from './proof-kind.ts';
import { type Listed, observeListed } from './shared/listed.ts';

const Token = z.object({ token_id: z.number(), token_expired: z.boolean() });

const TOKENS = 'GET /orgs/{org}/personal-access-tokens';

/**
 * The organisation lets the token in no more. What else it opens, and SSH keys that were
 * made with it, GitHub does not show.
 */
export const fineGrainedTokenCut: ProofKind = {
  name: 'fine-grained-token-cut',
  best: 'P3',
  permission: 'Organization personal access tokens: read',
  appliesTo: ({ credential }) => credential.kind === 'fine-grained-token',

  observe: (world, file) =>
    observeListed(world, file, {
      ...tokens(file, TOKENS),
      proof: 'fine-grained-token-cut',
      gone: {
        result: 'gone',
        grade: 'P2',
        says: 'the organisation does not let the token in; that it works elsewhere is not excluded',
      },
      there: ({ token_expired: expired }) =>
        expired
          ? { result: 'gone', grade: 'P3', says: 'GitHub, which issued it, shows the token as expired' }
          : { result: 'alive', says: 'the organisation still lets the token in' },
    }),
};

/**
 * A request that is denied or taken back is not listed; one that is approved is listed as a
 * token from then on, which the ledger may not know yet. So the tokens are read after the
 * requests: whatever is approved in between is in the one or in the other.
 */
export const fineGrainedTokenRequestGone: ProofKind = {
  name: 'fine-grained-token-request-gone',
  best: 'P3',
  permission: 'Organization personal access token requests: read',
  appliesTo: ({ credential }) => credential.kind === 'fine-grained-token-request',

  observe: async (world, file) => {
    const proof = 'fine-grained-token-request-gone';
    const request = await observeListed(world, file, {
      ...tokens(file, 'GET /orgs/{org}/personal-access-token-requests'),
      proof,
      gone: { result: 'gone', grade: 'P2', says: 'the request waits no more' },
      there: () => ({ result: 'alive', says: 'the request waits for an answer: one click lets the token in' }),
    });
    if (request.result !== 'gone') return request;
    return observeListed(world, file, {
      ...tokens(file, TOKENS),
      proof,
      gone: {
        result: 'gone',
        grade: 'P2',
        says: 'the request waits no more, and the organisation does not let the token in',
      },
      there: ({ token_expired: expired }) =>
        expired
          ? { result: 'gone', grade: 'P3', says: 'it was granted, and GitHub shows the token as expired' }
          : { result: 'alive', says: 'it was granted: the organisation lets the token in' },
    });
  },
};

function tokens({ credential }: CredentialFile, list: string) {
  return {
    list,
    item: Token,
    id: credential.facts['tokenId'],
    idOf: ({ token_id: id }) => id,
  } satisfies Partial<Listed<z.infer<typeof Token>>>;
}
