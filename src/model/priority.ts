import type { Instant } from './time.ts';

/** How soon something must be handed back, most urgent first. */
export const PRIORITIES = ['critical', 'high', 'medium', 'low'] as const;
type Word = (typeof PRIORITIES)[number];

export interface Priority {
  readonly word: Word;
  readonly score: number;
  /** What made it so: "in clear in a public repository". */
  readonly reasons: readonly string[];
}

/** The whole case's. */
export interface Urgency {
  readonly word: Word;
  readonly reasons: readonly string[];
  /** By the end of this day, UTC. */
  readonly dueAt: Instant;
  readonly overdue: boolean;
}
