import type { CredentialId } from './credential.ts';
import type { RemediationName } from './remediation.ts';
import type { Instant } from './time.ts';

/** What a person decided by a command or button, with the right to do so. Immutable; a later one may overrule it. */
export type Decision =
  | OwnerDecision
  | ClaimDecision
  | RotatedDecision
  | ExceptionDecision
  | BreakGlassDecision
  | FalsePositiveDecision
  | RequestDecision
  | ApprovalDecision
  | CancelDecision
  | KeepDecision
  | AttestDecision;

interface Decided {
  /** Made from where it was said (comment, check run), so that reading it twice is one decision. */
  readonly id: string;
  readonly at: Instant;
  readonly by: { readonly id: number; readonly login: string };
  /** Where it was said, for people: "acme/security#7, comment 12". */
  readonly said: string;
}

/** Somebody answers for a credential from now on. */
interface OwnerDecision extends Decided {
  readonly decides: 'owner';
  readonly credential: CredentialId;
  readonly owner: { readonly id: number; readonly login: string };
}

/** Somebody takes a case in hand. */
interface ClaimDecision extends Decided {
  readonly decides: 'claim';
  /** Id of the departure. */
  readonly case: string;
}

/** Somebody attests that the old value is of no use any more: P0, and no more than that. */
interface RotatedDecision extends Decided {
  readonly decides: 'rotated';
  readonly credential: CredentialId;
  readonly because: string;
}

/** What a credential reached when somebody let it stand: it may not reach more later. */
export interface Reach {
  readonly visibility?: string;
  readonly powers?: string;
  /** Ids of the repositories it stands in or was seen in. */
  readonly repositories: readonly number[];
}

/** A credential may stand until a day, in the repositories that the pattern names. */
export interface ExceptionDecision extends Decided {
  readonly decides: 'exception';
  readonly credential: CredentialId;
  readonly repositories: string;
  /** Last day, `YYYY-MM-DD`, UTC. */
  readonly until: string;
  readonly because: string;
  readonly reach: Reach;
}

/** A credential may stand while an incident is open, and for a day at most. */
export interface BreakGlassDecision extends Decided {
  readonly decides: 'break-glass';
  readonly credential: CredentialId;
  readonly incident: IncidentName;
  readonly because: string;
  readonly reach: Reach;
}

export interface IncidentName {
  readonly repositoryId: number;
  readonly issue: number;
}

/** What a rule took for a secret is none, says somebody who did not write it. */
export interface FalsePositiveDecision extends Decided {
  readonly decides: 'false-positive';
  readonly credential: CredentialId;
  /** Name of the repository whose check said so. */
  readonly repository: string;
  readonly until: string;
  readonly reach: Reach;
}

/** Somebody wants it deleted or revoked. Nothing happens before a second person approves. */
export interface RequestDecision extends Decided {
  readonly decides: 'request';
  readonly credential: CredentialId;
  readonly remediation: RemediationName;
  /** Not approved by then, it is as if it had never been asked for. */
  readonly expiresAt: Instant;
  /** When the store said that it was last changed: what was changed since is another value. */
  readonly updatedAt?: Instant;
}

export interface ApprovalDecision extends Decided {
  readonly decides: 'approval';
  readonly request: string;
  /** Where the answer goes. */
  readonly comment: CommentName;
}

export interface CommentName {
  readonly repositoryId: number;
  readonly issue: number;
  readonly id: number;
}

/** Takes back a request that was not carried out, or ends what spares a credential. */
export interface CancelDecision extends Decided {
  readonly decides: 'cancel';
  readonly decision: string;
}

/** One line of an access review shall stay, says somebody whom it does not concern. */
export interface KeepDecision extends Decided {
  readonly decides: 'keep';
  /** Key of the review. */
  readonly review: string;
  readonly line: ReviewLine;
  readonly because: string;
}

export type ReviewLine =
  | { readonly of: 'credential'; readonly id: CredentialId }
  | { readonly of: 'repository'; readonly id: number };

/** Somebody looked through all of an access review. */
export interface AttestDecision extends Decided {
  readonly decides: 'attest';
  readonly review: string;
}
