import { storedSecretReplaced, storeOf } from './shared/stored-secret.ts';

export const dependabotSecretReplaced = storedSecretReplaced({
  kind: 'dependabot-secret',
  permission: 'Dependabot secrets: read',
  path: storeOf('dependabot'),
});
