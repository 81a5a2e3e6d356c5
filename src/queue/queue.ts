import type { Hold, Job, NewJob } from '../model/job.ts';
import type { InTurn } from './turns.ts';

/**
 * Work that survives kill -9. `test/queue/conformance.ts` is its definition: the embedded driver (SQLite) and pg-boss
 * (PostgreSQL) pass the same suite. At least once: handlers must be idempotent.
 */
export interface Queue {
  /**
   * Adds in the caller's transaction (`store.tx`) when given: committed with it or not at
   * all. Returns how many were really added.
   */
  add(jobs: readonly NewJob[], tx?: unknown): Promise<number>;
  /**
   * Starts working. Due jobs run up to `concurrency` at a time, one at a time in each lane; a
   * handler asks `hold` before what must not be done twice.
   */
  work(handler: (job: Job, hold: Hold) => Promise<void>, options: WorkOptions): Worker;
  /** Adds `job` every `everyMs`, once however many workers there are. Coalesces by default. */
  schedule(name: string, everyMs: number, job: NewJob): Promise<void>;
  /**
   * What must not be done twice at once, by whichever worker, though jobs of different lanes come to it.
   * Not inside of another turn. May throw `RetryLater` where another process holds the turn for long.
   */
  readonly inTurn: InTurn;
  /** Jobs that used up their attempts or gave up, newest first. */
  dead(): Promise<readonly DeadJob[]>;
  /** Puts a dead job back. */
  revive(id: string): Promise<void>;
  /** Forgets finished jobs (and their keys) that ended before `before`. */
  purge(before: number): Promise<number>;
  counts(): Promise<{ readonly waiting: number; readonly running: number; readonly dead: number }>;
  close(): Promise<void>;
}

export interface WorkOptions {
  readonly concurrency: number;
  /** Called for each failed run, before it is retried or buried. */
  readonly onFailure?: (job: Job, error: unknown, next: 'retry' | 'dead') => void;
}

export interface Worker {
  /** Takes no new job and waits for those under way. */
  stop(): Promise<void>;
}

export interface DeadJob extends Job {
  readonly error: string;
  readonly diedAt: number;
}
