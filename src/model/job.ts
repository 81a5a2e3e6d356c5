/** A piece of work to be done at least once. Payloads are JSON; handlers are idempotent. */
export interface NewJob {
  readonly type: string;
  readonly payload: Readonly<Record<string, unknown>>;
  /** A second job with a key that was ever seen (within the week finished jobs are kept) is not added. */
  readonly key?: string;
  /** Jobs of one lane run one at a time, in the order they were added. */
  readonly lane?: string;
  /** While a job with the same word waits (not yet started), another is not added: it would find nothing left to do. */
  readonly coalesce?: string;
  readonly delayMs?: number;
  /**
   * Part of a full pass: waits while any other job is due, also in its lane. A waiting one
   * that an event asks for as well is part of no pass any more.
   */
  readonly background?: true;
  /** Tries before it becomes a dead letter; 8 unless told. */
  readonly attempts?: number;
}

export interface Job extends NewJob {
  readonly id: string;
  /** 1 on the first run. */
  readonly attempt: number;
}

/** Whether a job or a turn is still ours alone: what cuts us off from the database gives it to somebody else. */
export interface Hold {
  /**
   * Asked before each change. Throws `RetryLater` when another may be at it by now: whoever
   * comes back looks at what stands.
   */
  check(): void;
}

/** Where there is nobody else. */
export const HELD: Hold = { check: () => undefined };

/** Thrown by a handler that knows when to try again (a rate limit's `retry-after`): does not count as a failed try. */
export class RetryLater extends Error {
  readonly afterMs: number;

  constructor(reason: string, afterMs: number) {
    super(reason);
    this.name = 'RetryLater';
    this.afterMs = afterMs;
  }
}

/** Thrown by a handler for which trying again is useless: the job becomes a dead letter at once. */
export class GiveUp extends Error {
  override readonly name = 'GiveUp';
}
