import { writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';
import { embeddedQueue } from '../../src/queue/embedded-queue.ts';
import { pgBossQueue } from '../../src/queue/pg-boss-queue.ts';
import type { Queue } from '../../src/queue/queue.ts';
import { type OpenedStore, openStore, type StoreTarget } from '../../src/store/open.ts';

export interface OpenedEngine {
  readonly store: OpenedStore;
  readonly queue: Queue;
}

/** Opens store and queue as `main.ts` does: the engine that goes with the target. */
export async function openEngine(target: StoreTarget): Promise<OpenedEngine> {
  const store = await openStore(target);
  const report = (error: unknown) => void writeSync(2, `${inspect(error)}\n`);
  const shared = { now: Date.now, backoff: () => 10, pollMs: 50, report };
  const queue =
    'dataDir' in target
      ? await embeddedQueue({ ...target, db: store.db, ...shared })
      : await pgBossQueue({ ...target, ...shared });
  return { store, queue };
}

/**
 * A job of the test: takes a moment, so that it may be killed in the middle, and leaves a mark that it ran to its end.
 */
export async function doWork({ store }: OpenedEngine, name: string): Promise<void> {
  await sleep(3);
  await store.notes.save(`done-${name}`, 'x');
}
