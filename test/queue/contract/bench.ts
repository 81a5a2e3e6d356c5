import { setTimeout as sleep } from 'node:timers/promises';
import type { Job } from '../../../src/model/job.ts';
import type { Backoff } from '../../../src/queue/outcome.ts';
import type { Queue, Worker, WorkOptions } from '../../../src/queue/queue.ts';
import type { Store } from '../../../src/store/store.ts';

export interface QueueSettings {
  readonly now: () => number;
  readonly backoff: Backoff;
  readonly pollMs: number;
}

/** An engine under test. */
export interface Engine {
  readonly store: () => Store;
  /** An empty queue in the store's database. */
  readonly empty: (settings: QueueSettings) => Promise<Queue>;
}

/** One test's queue and what it wants to watch. Ends by `await using`. */
export class Bench implements AsyncDisposable {
  readonly queue: Queue;
  readonly store: Store;
  readonly seen: Job[] = [];
  readonly failures: string[] = [];
  readonly #clock: { ahead: number };
  #worker: Worker | undefined;

  private constructor(queue: Queue, store: Store, clock: { ahead: number }) {
    this.queue = queue;
    this.store = store;
    this.#clock = clock;
  }

  static async open(engine: Engine, more: Partial<QueueSettings> = {}): Promise<Bench> {
    const clock = { ahead: 0 };
    const now = () => Date.now() + clock.ahead;
    const queue = await engine.empty({ now, backoff: () => 10, pollMs: 20, ...more });
    return new Bench(queue, engine.store(), clock);
  }

  /** Lets the queue's clock jump; what the database's own clock decides stays as it is. */
  advance(ms: number): void {
    this.#clock.ahead += ms;
  }

  /** Notes every run, then does what is given. */
  work(does: (job: Job) => Promise<void> = async () => undefined, more: Partial<WorkOptions> = {}): Worker {
    const handler = (job: Job) => {
      this.seen.push(job);
      return does(job);
    };
    const onFailure: WorkOptions['onFailure'] = (job, error, next) => {
      this.failures.push(`${job.attempt} ${error instanceof Error ? error.message : String(error)} ${next}`);
    };
    this.#worker = this.queue.work(handler, { concurrency: 4, onFailure, ...more });
    return this.#worker;
  }

  /** Until nothing waits or runs. */
  async idle(): Promise<void> {
    await until('the queue is idle', async () => {
      const { waiting, running } = await this.queue.counts();
      return waiting + running === 0;
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#worker?.stop();
    await this.queue.close();
  }
}

/** Looks again and again until it is true; fails after `withinMs` with what was waited for. */
export async function until(what: string, isTrue: () => boolean | Promise<boolean>, withinMs = 20_000): Promise<void> {
  for (const end = Date.now() + withinMs; !(await isTrue()); await sleep(5)) {
    if (Date.now() > end) throw new Error(`After ${withinMs} ms it was still not true that ${what}.`);
  }
}

/** A promise and the way to fulfil it, so that tests meet without clocks. */
export function gate(): { readonly passed: Promise<void>; open(): void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { passed: promise, open: resolve };
}
