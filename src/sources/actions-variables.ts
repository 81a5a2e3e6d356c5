import { organizationVariables, repositoryVariables } from './shared/variables.ts';

/** https://docs.github.com/rest/actions/variables. Those of environments: environments.ts. */
export const actionsVariables = repositoryVariables('actions', {
  name: 'actions-variable',
  permission: 'Variables: read',
});

export const organizationActionsVariables = organizationVariables('actions', {
  name: 'organization-variable',
  permission: 'Organization variables: read',
});
