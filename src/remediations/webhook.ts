import type { CredentialFile } from '../model/violation.ts';
import type { Remediation } from './remediation.ts';
import { placeOf, remove, savedSince } from './shared/remove.ts';

/** https://docs.github.com/rest/repos/webhooks#delete-a-repository-webhook, and those of the organisation. */
export const deleteWebhook: Remediation = {
  name: 'webhook',
  does: 'delete this webhook',
  warning: 'Its receiver hears nothing any more: builds, deployments and chat messages that it starts stop.',
  appliesTo: ({ credential, proof }) =>
    credential.kind === 'webhook' && credential.goneAt === undefined && proof.state !== 'proved',
  needs: ({ credential }) => (credential.scope.repositoryId === undefined ? 'organization_hooks' : 'repository_hooks'),
  changed: (world, file) => savedSince(world, ...at(world.organization, file)),
  attempt: (world, file) => remove(world, ...at(world.organization, file)),
};

function at(organization: string, file: CredentialFile) {
  const { path, where } = placeOf(organization, file.credential.scope, 'hooks');
  return [`${path}/{hook_id}`, { ...where, hook_id: file.credential.facts['hookId'] }] as const;
}
