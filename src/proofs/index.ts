import { actionsSecretReplaced } from './actions-secret.ts';
import { deployKeyGone } from './deploy-key.ts';
import { githubTokenDead } from './github-token.ts';
import type { ProofKind } from './proof-kind.ts';

/** Every way to know that a credential is gone; the first that applies is asked. */
export const proofKinds: readonly ProofKind[] = [deployKeyGone, actionsSecretReplaced, githubTokenDead];
