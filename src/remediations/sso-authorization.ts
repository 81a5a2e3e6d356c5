import type { Remediation } from './remediation.ts';
import { remove } from './shared/remove.ts';

/**
 * https://docs.github.com/enterprise-cloud@latest/rest/orgs/orgs#remove-a-saml-sso-authorization-for-an-organization
 */
export const revokeSsoAuthorization: Remediation = {
  name: 'sso-authorization',
  does: 'take back what single sign-on authorised',
  warning:
    'Deploy keys that were made with the token may die with it. The token or key lives on at its owner’s account, and comes back when it is authorised again.',
  appliesTo: ({ credential, proof }) =>
    credential.kind === 'sso-authorization' && credential.goneAt === undefined && proof.state !== 'proved',
  needs: () => 'organization_administration',
  attempt: (world, { credential }) =>
    remove(world, '/orgs/{org}/credential-authorizations/{credential_id}', {
      org: world.organization,
      credential_id: credential.facts['authorizationId'],
    }),
};
