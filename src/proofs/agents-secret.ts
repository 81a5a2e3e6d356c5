import { storedSecretReplaced, storeOf } from './shared/stored-secret.ts';

export const agentsSecretReplaced = storedSecretReplaced({
  kind: 'agents-secret',
  permission: 'Agent secrets: read',
  path: storeOf('agents'),
});
