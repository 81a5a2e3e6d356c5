import { storedSecretReplaced, storeOf } from './shared/stored-secret.ts';

export const codespacesSecretReplaced = storedSecretReplaced({
  kind: 'codespaces-secret',
  permission: 'Codespaces secrets: write',
  path: storeOf('codespaces'),
});
