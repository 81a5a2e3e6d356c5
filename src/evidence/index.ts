import { commitAuthors } from './commit-authors.ts';
import { commitSignatures } from './commit-signatures.ts';
import type { EvidenceKind } from './evidence-kind.ts';
import { hashedTokens } from './hashed-tokens.ts';
import { publicKeys } from './public-keys.ts';
import { pullRequestMerges } from './pull-request-merges.ts';
import { pullRequestReviews } from './pull-request-reviews.ts';
import { pullRequests } from './pull-requests.ts';
import { refUpdates } from './ref-updates.ts';
import { textAuthors } from './text-authors.ts';
import { workflowReferences } from './workflow-references.ts';

/**
 * Every way to learn who made a credential. Sources add what their own store states: a
 * deploy key's `added_by`, the owner that an issuer told GitHub's alert.
 */
export const evidenceKinds: readonly EvidenceKind[] = [
  publicKeys,
  hashedTokens,
  refUpdates,
  commitSignatures,
  pullRequests,
  commitAuthors,
  textAuthors,
  workflowReferences,
  pullRequestReviews,
  pullRequestMerges,
];
