import { organizationSecrets, repositorySecrets } from './shared/secrets.ts';

/** https://docs.github.com/rest/actions/secrets. Those of environments: environments.ts. */
const STORE = { product: 'actions', kind: 'actions-secret' } as const;

export const actionsSecrets = repositorySecrets(STORE, { name: 'actions-secret', permission: 'Secrets: read' });

export const organizationActionsSecrets = organizationSecrets(STORE, {
  name: 'organization-secret',
  permission: 'Organization secrets: read',
});
