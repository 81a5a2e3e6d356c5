import { ownerAndName } from '../github/github.ts';
import type { Remediation } from './remediation.ts';
import { remove } from './shared/remove.ts';

/**
 * https://docs.github.com/rest/deploy-keys/deploy-keys#delete-a-deploy-key. A key is never
 * changed, so its id is the key.
 */
export const deleteDeployKey: Remediation = {
  name: 'deploy-key',
  does: 'delete this deploy key',
  warning: 'Whatever reads or writes the repository with it is shut out at once.',
  appliesTo: ({ credential, proof }) =>
    credential.kind === 'deploy-key' && credential.goneAt === undefined && proof.state !== 'proved',
  needs: () => 'administration',
  attempt: (world, { credential }) =>
    remove(world, '/repos/{owner}/{repo}/keys/{key_id}', {
      ...ownerAndName(credential.scope.repository ?? ''),
      key_id: credential.facts['keyId'],
    }),
};
