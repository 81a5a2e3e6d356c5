import { commitAuthors } from './commit-authors.ts';
import type { EvidenceKind } from './evidence-kind.ts';
import { pullRequests } from './pull-requests.ts';
import { refUpdates } from './ref-updates.ts';
import { workflowReferences } from './workflow-references.ts';

/** Every way to learn who made a credential. Sources add what their own store states (a deploy key's `added_by`). */
export const evidenceKinds: readonly EvidenceKind[] = [commitAuthors, refUpdates, pullRequests, workflowReferences];
