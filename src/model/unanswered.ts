import type { Instant } from './time.ts';

/** Something that a person said, of which Handback owes the reading or the answer: GitHub refused it. */
export interface Unanswered {
  /** The job that owes it, as it is asked for again. */
  readonly job: { readonly type: string; readonly payload: Readonly<Record<string, unknown>> };
  /** Where it was said, for people. */
  readonly said: string;
  /** What GitHub refused. */
  readonly says: string;
  /** Nothing is refused: the answer waits for its turn within GitHub's limits. */
  readonly paced?: true;
  readonly since: Instant;
  /**
   * What became of each command, in their order, when it was ruled on: that stands. Missing
   * where nobody could read what was said.
   */
  readonly ruled?: readonly ('done' | 'waiting' | 'refused' | 'help')[];
  /** Nothing is owed any more: it was answered, taken back, or given up. */
  readonly endedAt?: Instant;
}
