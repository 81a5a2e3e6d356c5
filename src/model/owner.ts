import type { Instant } from './time.ts';

/** Who answers for a credential, and why it is them. None is an answer too: nobody does. */
export interface Owner {
  /** `@login`, `@organisation/team` or an address. */
  readonly names: readonly string[];
  /** `unseen`: without names, because the file that may name somebody was not read. */
  readonly by: 'decision' | 'policy' | 'codeowners' | 'team' | 'unseen';
  /** Where it says so, for people: "CODEOWNERS line 3". */
  readonly says: string;
}

/** The CODEOWNERS file of a default branch. */
export interface CodeOwners {
  readonly lookedAt: Instant;
  readonly path: string;
  readonly rules: readonly CodeOwnersRule[];
  /** Why it is there and was not read. */
  readonly unread?: string;
}

/** A rule without owners takes them away again. */
export interface CodeOwnersRule {
  readonly line: number;
  readonly pattern: string;
  readonly owners: readonly string[];
}
