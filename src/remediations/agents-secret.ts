import { storedSecret } from './shared/stored-secret.ts';

/** https://docs.github.com/rest/agents/secrets#delete-a-repository-secret */
export const deleteAgentsSecret = storedSecret('agents-secret', 'secret of coding agents', {
  product: 'agents',
  permissions: { repository: 'agent_secrets', organization: 'organization_agent_secrets' },
});
