import { Worker } from 'node:worker_threads';
import type { Batch } from '../scan/sink.ts';
import { createLane, type Lane, type LaneSetup, type Outcome, type Task } from './lane.ts';

/** What a worker says: batches while it works, then how the task ended. */
export type Answer =
  | { readonly kind: 'batch'; readonly batch: Batch }
  | { readonly kind: 'done'; readonly outcome: Outcome }
  | { readonly kind: 'failed'; readonly message: string };

export interface Pool extends AsyncDisposable {
  readonly size: number;
  /** Runs every task on the next free lane. Gives the outcomes in the order of the tasks; a failed one is an Error. */
  runAll(tasks: readonly Task[], emit: (batch: Batch) => void): Promise<(Outcome | Error)[]>;
}

/** `workers` threads; 0 works in the calling thread, which suits small repositories. */
export function createPool(setup: LaneSetup, workers: number): Pool {
  const threads = Array.from({ length: workers }, () => startThread(setup));
  const lanes: readonly Lane[] = workers === 0 ? [createLane(setup)] : threads;
  return {
    size: lanes.length,
    async runAll(tasks, emit) {
      const outcomes: (Outcome | Error)[] = [];
      const pending = tasks.entries();
      const work = async (lane: Lane): Promise<void> => {
        for (const [index, task] of pending) outcomes[index] = await lane.run(task, emit).catch(asError);
      };
      await Promise.all(lanes.map(work));
      return outcomes;
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(threads.map((thread) => thread.end()));
    },
  };
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

function startThread(setup: LaneSetup): Lane & { end(): Promise<unknown> } {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: setup });
  let ended = false;
  worker.once('exit', () => {
    ended = true;
  });
  return {
    run: (task, emit) =>
      new Promise((resolve, reject) => {
        const finish = (settle: () => void): void => {
          worker.off('message', onMessage).off('error', onError).off('exit', onExit);
          settle();
        };
        const onMessage = (answer: Answer): void => {
          if (answer.kind === 'batch') emit(answer.batch);
          else if (answer.kind === 'done') finish(() => resolve(answer.outcome));
          else finish(() => reject(new Error(answer.message)));
        };
        const onError = (error: unknown): void => finish(() => reject(error));
        const onExit = (): void => finish(() => reject(new Error('a scan worker ended by itself')));
        worker.on('message', onMessage).on('error', onError).on('exit', onExit);
        if (ended) onExit();
        else worker.postMessage(task);
      }),
    end: () => worker.terminate(),
  };
}
