import { setTimeout as sleep } from 'node:timers/promises';
import { HELD, type Hold, type Job } from '../model/job.ts';
import { type Backoff, failureOutcome, type Outcome } from './outcome.ts';
import type { Worker, WorkOptions } from './queue.ts';

/** What a queue driver does for its workers. */
export interface Engine<Claim extends { readonly job: Job }> {
  /** Done before each claim: schedules, and whatever else is due from time to time. */
  tick(): Promise<void>;
  /** Takes due jobs, at most `limit` and never two of one lane; nobody else gets them until they are settled. */
  claim(limit: number): Promise<readonly Claim[]>;
  settle(claim: Claim, outcome: Outcome): Promise<void>;
  /** Where others could be given what was claimed. */
  hold?(claim: Claim): Hold;
}

export interface LoopOptions extends WorkOptions {
  readonly backoff: Backoff;
  /** Looks for due jobs at least this often; `wake` makes it look at once. */
  readonly pollMs: number;
  /** Told of failures of the queue itself (the database is away); work goes on when it is back. */
  readonly report: (error: unknown) => void;
}

/** Keeps up to `concurrency` jobs running until stopped. */
export class RunLoop<Claim extends { readonly job: Job }> implements Worker {
  readonly #engine: Engine<Claim>;
  readonly #handler: (job: Job, hold: Hold) => Promise<void>;
  readonly #options: LoopOptions;
  readonly #running = new Map<Claim, Promise<void>>();
  readonly #ended: Promise<void>;
  #stopping = false;
  #woken = false;
  #resume: (() => void) | undefined;

  constructor(engine: Engine<Claim>, handler: (job: Job, hold: Hold) => Promise<void>, options: LoopOptions) {
    this.#engine = engine;
    this.#handler = handler;
    this.#options = options;
    this.#ended = this.#loop();
  }

  running(): readonly Claim[] {
    return [...this.#running.keys()];
  }

  wake(): void {
    this.#woken = true;
    this.#resume?.();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.wake();
    await this.#ended;
    await Promise.all(this.#running.values());
  }

  async #loop(): Promise<void> {
    while (!this.#stopping) {
      this.#woken = false;
      try {
        await this.#engine.tick();
        await this.#claim();
      } catch (error) {
        this.#options.report(error);
      }
      await this.#pause();
    }
  }

  async #claim(): Promise<void> {
    const free = this.#options.concurrency - this.#running.size;
    const claims = free > 0 ? await this.#engine.claim(free) : [];
    for (const claim of claims) {
      const run = this.#run(claim).finally(() => {
        this.#running.delete(claim);
        this.wake();
      });
      this.#running.set(claim, run);
    }
  }

  /** Until somebody wakes it, which may have happened already, or the poll is due. */
  async #pause(): Promise<void> {
    if (this.#woken || this.#stopping) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, this.#options.pollMs);
      this.#resume = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async #run(claim: Claim): Promise<void> {
    await this.#settle(claim, await this.#outcome(claim));
  }

  async #outcome(claim: Claim): Promise<Outcome> {
    const { job } = claim;
    try {
      await this.#handler(job, this.#engine.hold?.(claim) ?? HELD);
      return { is: 'done' };
    } catch (error) {
      const outcome = failureOutcome(job, error, this.#options.backoff);
      if (outcome.is !== 'later') this.#tell(job, error, outcome.is);
      return outcome;
    }
  }

  #tell(job: Job, error: unknown, next: 'retry' | 'dead'): void {
    try {
      this.#options.onFailure?.(job, error, next);
    } catch (problem) {
      this.#options.report(problem);
    }
  }

  /** The work is done, so the word about it is worth repeating; one that never gets through costs a second run. */
  async #settle(claim: Claim, outcome: Outcome): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        await this.#engine.settle(claim, outcome);
        return;
      } catch (error) {
        this.#options.report(error);
        if (this.#stopping && tries >= 3) return;
        await sleep(this.#options.pollMs);
      }
    }
  }
}
