import type { Instant } from './time.ts';

/** What Handback did, learned or saw proved: docs/journal.md. */
export interface JournalEntry {
  readonly at: Instant;
  /** `handback` or `@login`. */
  readonly actor: string;
  readonly did: string;
  readonly about: string;
}

/** An entry as the chain holds it. `hash` is over the hash before it, a line end and `body`. */
export interface JournalLink {
  /** Counts from 0. */
  readonly position: number;
  readonly body: string;
  readonly hash: string;
}
