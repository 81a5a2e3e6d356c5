import { z } from 'zod';
import type { ProofKind } from './proof-kind.ts';
import { observeListed } from './shared/listed.ts';

const Authorization = z.object({ credential_id: z.number() });

/**
 * Single sign-on lets the token or key in no more. It lives on as a credential of its
 * owner, and comes back if it is authorised again.
 */
export const ssoAuthorizationCut: ProofKind = {
  name: 'sso-authorization-cut',
  best: 'P2',
  permission: 'Organization administration: read',
  appliesTo: ({ credential }) => credential.kind === 'sso-authorization',

  observe: (world, file) =>
    observeListed(world, file, {
      proof: 'sso-authorization-cut',
      list: 'GET /orgs/{org}/credential-authorizations',
      item: Authorization,
      id: file.credential.facts['authorizationId'],
      idOf: ({ credential_id: id }) => id,
      gone: {
        result: 'gone',
        grade: 'P2',
        says: 'the organisation does not let it in; the token or key itself still exists on its owner’s account',
      },
      there: () => ({ result: 'alive', says: 'the organisation still lets it in' }),
    }),
};
