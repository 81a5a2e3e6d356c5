import { z } from 'zod';
import type { Remediation } from './remediation.ts';

/**
 * https://docs.github.com/rest/orgs/personal-access-tokens#update-the-access-a-fine-grained-personal-access-token-has-to-organization-resources
 */
export const revokeFineGrainedToken: Remediation = {
  name: 'fine-grained-token',
  does: 'take this token’s access to the organisation away',
  warning:
    'Deploy keys that were made with the token may die with it. The token itself lives on outside the organisation, SSH keys that were made with it too, and its owner can ask to be let in again.',
  appliesTo: ({ credential, proof }) =>
    credential.kind === 'fine-grained-token' && credential.goneAt === undefined && proof.state !== 'proved',
  needs: () => 'organization_personal_access_tokens',
  attempt: async ({ github, organization }, { credential }) => {
    const where = { org: organization, pat_id: credential.facts['grantId'], action: 'revoke' };
    await github.send('POST /orgs/{org}/personal-access-tokens/{pat_id}', where, z.unknown());
    return 'GitHub took its access away (204)';
  },
};
