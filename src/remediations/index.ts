import { deleteActionsSecret } from './actions-secret.ts';
import { deleteAgentsSecret } from './agents-secret.ts';
import { deleteCodespacesSecret } from './codespaces-secret.ts';
import { deleteDependabotSecret } from './dependabot-secret.ts';
import { deleteDeployKey } from './deploy-key.ts';
import { revokeFineGrainedToken } from './fine-grained-token.ts';
import { reportGitHubToken } from './github-token.ts';
import type { Remediation } from './remediation.ts';
import { resolveAlert } from './secret-scanning-alert.ts';
import { revokeSsoAuthorization } from './sso-authorization.ts';
import { deleteVariable } from './variable.ts';
import { deleteWebhook } from './webhook.ts';

/** Everything Handback can do to a credential itself; the first that applies is what `/handback revoke` asks for. */
export const remediations: readonly Remediation[] = [
  deleteDeployKey,
  deleteActionsSecret,
  deleteDependabotSecret,
  deleteCodespacesSecret,
  deleteAgentsSecret,
  revokeFineGrainedToken,
  revokeSsoAuthorization,
  deleteWebhook,
  reportGitHubToken,
  deleteVariable,
  resolveAlert,
];
