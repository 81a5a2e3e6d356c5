import { actionsSecrets, organizationActionsSecrets } from './actions-secrets.ts';
import { actionsVariables, organizationActionsVariables } from './actions-variables.ts';
import { agentsSecrets, organizationAgentsSecrets } from './agents-secrets.ts';
import { agentsVariables, organizationAgentsVariables } from './agents-variables.ts';
import { appInstallations } from './app-installations.ts';
import { codespacesSecrets, organizationCodespacesSecrets } from './codespaces-secrets.ts';
import { conversations } from './conversations.ts';
import { dependabotSecrets, organizationDependabotSecrets } from './dependabot-secrets.ts';
import { deployKeys } from './deploy-keys.ts';
import { environments } from './environments.ts';
import { fineGrainedTokenRequests, fineGrainedTokens } from './fine-grained-tokens.ts';
import { privateRegistries } from './private-registries.ts';
import { secretScanningAlerts } from './secret-scanning-alerts.ts';
import { organizationRunners, repositoryRunners } from './self-hosted-runners.ts';
import { type CredentialSource, sayingNeeds } from './source.ts';
import { ssoAuthorizations } from './sso-authorizations.ts';
import { organizationWebhooks, repositoryWebhooks } from './webhooks.ts';

const all: readonly CredentialSource[] = [
  // Keys, hooks, machines, Apps, tokens of people.
  deployKeys,
  repositoryWebhooks,
  organizationWebhooks,
  repositoryRunners,
  organizationRunners,
  appInstallations,
  fineGrainedTokens,
  fineGrainedTokenRequests,
  ssoAuthorizations,
  // Secrets and variables.
  actionsSecrets,
  organizationActionsSecrets,
  actionsVariables,
  organizationActionsVariables,
  environments,
  dependabotSecrets,
  organizationDependabotSecrets,
  codespacesSecrets,
  organizationCodespacesSecrets,
  agentsSecrets,
  organizationAgentsSecrets,
  agentsVariables,
  organizationAgentsVariables,
  privateRegistries,
  // Values in places that are no store.
  secretScanningAlerts,
  conversations,
];

/**
 * Every place Handback looks for credentials. Adding one: its file, and the two lines here (docs/adding-a-source.md).
 */
export const sources: readonly CredentialSource[] = all.map(sayingNeeds);
