import type { CredentialId } from './credential.ts';
import type { Who } from './person.ts';
import type { Instant } from './time.ts';

/**
 * How far the fact can be trusted, strongest first (docs/attribution.md):
 * the platform or issuer states it; the platform authenticated the person; the person's own key signed it;
 * an unverified claim such as a git author; a guess from circumstances.
 */
export type Strength = 'stated' | 'authenticated' | 'signed' | 'claimed' | 'inferred';

/**
 * `setter`: saved it again, so knows its present value. Whom it belongs to is no matter of evidence: model/owner.ts.
 */
export type Role = 'creator' | 'setter' | 'approver' | 'exposed';

/** One immutable observed fact about who stands in which role to a credential. */
export interface Evidence {
  /** Hash of the fact itself: observing it twice is one piece of evidence. */
  readonly id: string;
  readonly credential: CredentialId;
  /** Name of the evidence plug-in or source that observed it. */
  readonly kind: string;
  readonly role: Role;
  readonly strength: Strength;
  readonly who: Who;
  /** When the person did it, not when Handback saw it. */
  readonly at: Instant;
  /** A verb phrase in the past tense: "added this deploy key". Completes "@mallory ... on 2026-11-21". */
  readonly did: string;
  /** Where the fact stands, for a person who wants to check: "GitHub's list of deploy keys (`added_by`)". */
  readonly source: string;
}
