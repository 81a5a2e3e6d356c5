import type { CredentialId } from './credential.ts';
import type { Instant } from './time.ts';

/** What a person decided by a command or button, with the right to do so. Immutable; a later one may overrule it. */
export type Decision = OwnerDecision;

interface Decided {
  /** Made from where it was said (comment, check run), so that reading it twice is one decision. */
  readonly id: string;
  readonly at: Instant;
  readonly by: { readonly id: number; readonly login: string };
  /** Where it was said, for people: "acme/security#7, comment 12". */
  readonly said: string;
}

/** Somebody answers for a credential from now on. */
export interface OwnerDecision extends Decided {
  readonly decides: 'owner';
  readonly credential: CredentialId;
  readonly owner: { readonly id: number; readonly login: string };
}
