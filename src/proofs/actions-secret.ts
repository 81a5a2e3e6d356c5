import { storedSecretReplaced, storeOf } from './shared/stored-secret.ts';

const ofStore = storeOf('actions');

/** Those of environments too. */
export const actionsSecretReplaced = storedSecretReplaced({
  kind: 'actions-secret',
  permission: 'Secrets: read',
  path: (file) =>
    file.credential.scope.environment === undefined
      ? ofStore(file)
      : '/repos/{owner}/{repo}/environments/{environment_name}/secrets',
});
