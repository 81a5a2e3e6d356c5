import { storedSecret } from './shared/stored-secret.ts';

/**
 * https://docs.github.com/rest/actions/secrets#delete-a-repository-secret, and those of
 * environments and of the organisation.
 */
export const deleteActionsSecret = storedSecret('actions-secret', 'Actions secret', {
  product: 'actions',
  permissions: { repository: 'secrets', environment: 'environments', organization: 'organization_secrets' },
});
