import type { Evidence, Role } from './evidence.ts';
import type { Person, Who } from './person.ts';

/** `weak`: a hint, not an answer. It is shown, and blocks nobody. */
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
  readonly service?: Service;
}

/** The roster says that no single human is behind the account: a machine account, or one that several people share. */
export interface Service {
  /** Who answers for it, as far as the roster says. */
  readonly holders: readonly string[];
}

/** Who made a credential and how we know. No `creator` means unknown, which is a good answer. */
export interface Attribution {
  readonly creator?: Claim;
  /**
   * Everybody else who is about as likely, the likeliest first: the words then show them too, and the answer is weak.
   */
  readonly rivals: readonly Claim[];
  /** All claims, strongest first: rival creators, bots in the chain, approvers. Nothing is dropped. */
  readonly claims: readonly Claim[];
  /** True when there are such rivals. */
  readonly contested: boolean;
  /**
   * The answer in one plain sentence, and every piece of evidence on a line of its own. Plain
   * text: whoever shows it escapes it.
   */
  readonly says: string;
  readonly chain: readonly string[];
}
