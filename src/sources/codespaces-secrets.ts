import { organizationSecrets, repositorySecrets } from './shared/secrets.ts';

/** https://docs.github.com/rest/codespaces/repository-secrets: handed to everybody who opens a codespace. */
const STORE = { product: 'codespaces', kind: 'codespaces-secret' } as const;

/** GitHub wants the right to write even to list names, so nobody is asked for it by default. */
export const codespacesSecrets = repositorySecrets(STORE, {
  name: 'codespaces-secret',
  permission: 'Codespaces secrets: write',
  optional: true,
});

/** GitHub names a permission for Apps and marks the route as closed to them: it is asked, and its refusal shown. */
export const organizationCodespacesSecrets = organizationSecrets(STORE, {
  name: 'organization-codespaces-secret',
  permission: 'Organization codespaces secrets: read',
  optional: true,
});
