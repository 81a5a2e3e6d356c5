import type { FindingConfidence } from '../model/finding.ts';
import type { Probe, Rotation } from '../model/issuer.ts';
import type { ChecksumName, MarkName } from './checksums.ts';

/**
 * A detector rule: plain data. The keyword filter finds `keywords` in the bytes; at each hit the pattern is tried
 * once, at exactly `lead` bytes before the keyword, on a slice of `reach` bytes. No pattern ever sees a whole file.
 */
export interface Rule {
  /** Stable for ever, kebab-case, `provider-thing`: it is in the ledger and in policies. */
  readonly id: string;
  readonly provider: string;
  /** For people: "GitHub personal access token (classic)". */
  readonly title: string;
  /**
   * Lower-case ASCII, since the filter passes other bytes over; 3 bytes or more, as rare as
   * possible. Found in any case; the pattern decides about case.
   */
  readonly keywords: readonly string[];
  /**
   * Regex source. It starts at the keyword (or `lead` bytes before); the group `secret`, or
   * else group 1, is the secret. Every quantifier is bounded.
   */
  readonly pattern: string;
  /** Bytes between the start of the match and the keyword; 0 when left out. */
  readonly lead?: number;
  /** The most bytes that the pattern can see from its start on; DEFAULT_REACH when left out. */
  readonly reach?: number;
  /**
   * `assignment`: only where the keyword is (part of) a name that gets a value: `keyword_rest
   * = …`, `keyword: …`. Cheap to tell.
   */
  readonly context?: 'assignment';
  /**
   * How a secret is told from a dummy: a `token` (the default) is random by its making; a `password` may be a
   * word; a `chosen` one stands where code may stand as well, and reads like a password that somebody chose;
   * `letters` are letters that make no words; `basic` is base64 of `user:password`; `jwt` must read as one;
   * `generic` has nothing but its randomness; of `any` only the entropy counts, since it is long and structured.
   */
  readonly value?: 'token' | 'password' | 'chosen' | 'letters' | 'basic' | 'jwt' | 'generic' | 'any';
  /**
   * Least Shannon entropy of the secret in bits a character, DEFAULT_ENTROPY when left out;
   * below it the match is a dummy.
   */
  readonly entropy?: number;
  /** Right raises the confidence to high, wrong lowers it by one step; it never drops a finding. */
  readonly checksum?: ChecksumName | MarkName;
  readonly confidence: FindingConfidence;
  /**
   * Where the text from the keyword on and the value begin with these regex sources as well,
   * the confidence is one step higher.
   */
  readonly surer?: { readonly name: string; readonly value: string };
  /** Gives way to every other rule on the same bytes. */
  readonly generic?: true;
  /**
   * How the secret starts, in its own case, when it is also looked for inside base64 text.
   * Three keywords each: for the most used rules only.
   */
  readonly wrapped?: readonly string[];
  /** Templates that must match with this rule, see docs/adding-a-rule.md. Never literal tokens. */
  readonly examples: readonly string[];
  /** Templates in which this rule must find nothing. */
  readonly counterexamples: readonly string[];
  readonly rotate: Rotation;
  readonly probe?: Probe;
}

/** Whether a rule has a say in the bytes at hand. */
export type Admits = (rule: Rule) => boolean;

export const DEFAULT_REACH = 320;

export const DEFAULT_ENTROPY = 2.5;

/** Bytes before the match that a look-behind may see. */
export const BEHIND = 32;
