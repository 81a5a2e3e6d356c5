import { organizationSecrets, repositorySecrets } from './shared/secrets.ts';

/**
 * https://docs.github.com/rest/dependabot/secrets: for updates of dependencies, apart from
 * those of Actions even where the names are equal.
 */
const STORE = { product: 'dependabot', kind: 'dependabot-secret' } as const;

export const dependabotSecrets = repositorySecrets(STORE, {
  name: 'dependabot-secret',
  permission: 'Dependabot secrets: read',
});

export const organizationDependabotSecrets = organizationSecrets(STORE, {
  name: 'organization-dependabot-secret',
  permission: 'Organization dependabot secrets: read',
});
