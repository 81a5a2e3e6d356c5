import { storedSecretReplaced } from './shared/stored-secret.ts';

export const privateRegistryReplaced = storedSecretReplaced({
  kind: 'private-registry',
  permission: 'Organization private registries: read',
  path: () => '/orgs/{org}/private-registries',
  hasSettings: true,
});
