import { actionsSecrets, environmentSecrets, organizationSecrets } from './actions-secrets.ts';
import { actionsVariables, environmentVariables, organizationVariables } from './actions-variables.ts';
import { deployKeys } from './deploy-keys.ts';
import type { CredentialSource } from './source.ts';

/** Every place Handback looks for credentials. Adding one: its file, and the two lines here (docs/adding-a-source.md). */
export const sources: readonly CredentialSource[] = [
  deployKeys,
  actionsSecrets,
  environmentSecrets,
  organizationSecrets,
  actionsVariables,
  environmentVariables,
  organizationVariables,
];
