import { actionsSecretReplaced } from './actions-secret.ts';
import { agentsSecretReplaced } from './agents-secret.ts';
import { appInstallationGone } from './app-installation.ts';
import { codespacesSecretReplaced } from './codespaces-secret.ts';
import { dependabotSecretReplaced } from './dependabot-secret.ts';
import { deployKeyGone } from './deploy-key.ts';
import { fineGrainedTokenCut, fineGrainedTokenRequestGone } from './fine-grained-token.ts';
import { githubTokenDead } from './github-token.ts';
import { privateRegistryReplaced } from './private-registry.ts';
import type { ProofKind } from './proof-kind.ts';
import { selfHostedRunnerGone } from './self-hosted-runner.ts';
import { ssoAuthorizationCut } from './sso-authorization.ts';
import { webhookGone } from './webhook.ts';

/** Every way to know that a credential is gone; the first that applies is asked. */
export const proofKinds: readonly ProofKind[] = [
  deployKeyGone,
  webhookGone,
  selfHostedRunnerGone,
  appInstallationGone,
  fineGrainedTokenCut,
  fineGrainedTokenRequestGone,
  ssoAuthorizationCut,
  actionsSecretReplaced,
  dependabotSecretReplaced,
  codespacesSecretReplaced,
  agentsSecretReplaced,
  privateRegistryReplaced,
  githubTokenDead,
];
