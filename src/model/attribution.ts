import type { Evidence, Role } from './evidence.ts';
import type { Person, Who } from './person.ts';

export type AttributionLevel = 'certain' | 'likely' | 'weak';

/** One person in one role, with everything that says so. */
export interface Claim {
  readonly role: Role;
  /** The account, when the evidence leads to one. */
  readonly person?: Person;
  /** What the evidence itself says, always. */
  readonly who: Who;
  /** Probability that it is true, 0 to 1. */
  readonly confidence: number;
  readonly level: AttributionLevel;
  /** How the named identity was tied to the account: "user id", "noreply address", ... */
  readonly matchedBy?: string;
  readonly evidence: readonly Evidence[];
}

/** Who made a credential and how we know. No `creator` means unknown, which is a good answer. */
export interface Attribution {
  readonly creator?: Claim;
  /** All claims, strongest first: rival creators, bots in the chain, approvers. Nothing is dropped. */
  readonly claims: readonly Claim[];
  /** True when rival creators are about equally likely; the words then show both. */
  readonly contested: boolean;
  /** The answer in one plain sentence, and every piece of evidence on a line of its own. Plain text: whoever shows it escapes it. */
  readonly says: string;
  readonly chain: readonly string[];
}
