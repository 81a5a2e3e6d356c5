import { actionsSecretReplaced } from './actions-secret.ts';
import { agentsSecretReplaced } from './agents-secret.ts';
import { alertValidity } from './alert-validity.ts';
import { appInstallationGone } from './app-installation.ts';
import { awsKeyId } from './aws-key-id.ts';
import { awsSecretKey } from './aws-secret-key.ts';
import { codespacesSecretReplaced } from './codespaces-secret.ts';
import { dependabotSecretReplaced } from './dependabot-secret.ts';
import { deployKeyGone } from './deploy-key.ts';
import { entraClientSecret } from './entra-client-secret.ts';
import { expired } from './expired.ts';
import { fineGrainedTokenCut, fineGrainedTokenRequestGone } from './fine-grained-token.ts';
import { githubTokenDead } from './github-token.ts';
import { googleServiceAccountKey } from './google-service-account-key.ts';
import { issuerProbe } from './issuer-probe.ts';
import { privateRegistryReplaced } from './private-registry.ts';
import type { ProofKind } from './proof-kind.ts';
import { selfHostedRunnerGone } from './self-hosted-runner.ts';
import { ssoAuthorizationCut } from './sso-authorization.ts';
import { webhookGone } from './webhook.ts';

/**
 * Every way to know that a credential is gone. Those that apply are asked in this order until one gives
 * a clear answer: first what needs nobody, then the issuer itself, then what GitHub’s alert says of it.
 */
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
  expired,
  githubTokenDead,
  issuerProbe,
  awsKeyId,
  awsSecretKey,
  entraClientSecret,
  googleServiceAccountKey,
  alertValidity,
];
