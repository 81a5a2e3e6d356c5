import { organizationVariables, repositoryVariables } from './shared/variables.ts';

/** https://docs.github.com/rest/agents/variables. Optional as the agents' secrets are. */
export const agentsVariables = repositoryVariables('agents', {
  name: 'agents-variable',
  permission: 'Agent variables: read',
  optional: true,
});

export const organizationAgentsVariables = organizationVariables('agents', {
  name: 'organization-agents-variable',
  permission: 'Organization agent variables: read',
  optional: true,
});
