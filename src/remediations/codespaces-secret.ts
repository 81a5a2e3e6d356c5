import { storedSecret } from './shared/stored-secret.ts';

/** https://docs.github.com/rest/codespaces/repository-secrets#delete-a-repository-secret */
export const deleteCodespacesSecret = storedSecret('codespaces-secret', 'Codespaces secret', {
  product: 'codespaces',
  permissions: { repository: 'codespaces_secrets', organization: 'organization_codespaces_secrets' },
});
