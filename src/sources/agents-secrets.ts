import { organizationSecrets, repositorySecrets } from './shared/secrets.ts';

/** https://docs.github.com/rest/agents/secrets: handed to the coding agents that work in the repository. */
const STORE = { product: 'agents', kind: 'agents-secret' } as const;

/** Optional: an Enterprise Server up to 3.19 refuses a manifest with these permissions. */
export const agentsSecrets = repositorySecrets(STORE, {
  name: 'agents-secret',
  permission: 'Agent secrets: read',
  optional: true,
});

export const organizationAgentsSecrets = organizationSecrets(STORE, {
  name: 'organization-agents-secret',
  permission: 'Organization agent secrets: read',
  optional: true,
});
