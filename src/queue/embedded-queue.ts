import type { Kysely } from 'kysely';
import type { NewJob } from '../model/job.ts';
import { addJobs } from './embedded-add.ts';
import { buried, countJobs, purgeJobs } from './embedded-admin.ts';
import { type Claimed, claimJobs, releaseJobs, reviveJob, settleJob } from './embedded-run.ts';
import { type JobDb, migrateJobs } from './embedded-table.ts';
import type { Backoff } from './outcome.ts';
import { takeOwnership } from './owner-lock.ts';
import type { Queue } from './queue.ts';
import { type Engine, RunLoop } from './run-loop.ts';
import { Schedules } from './schedules.ts';
import { turns } from './turns.ts';

export interface EmbeddedQueueOptions {
  /** The SQLite database of the store: jobs commit together with facts. */
  readonly db: Kysely<unknown>;
  /** Where the lock of the one working process lies. */
  readonly dataDir: string;
  readonly now: () => number;
  readonly backoff: Backoff;
  /** Told of failures of the queue itself. */
  readonly report: (error: unknown) => void;
  /** How soon jobs are noticed that another process added; this process's own are noticed at once. */
  readonly pollMs?: number;
}

/** The queue for one working process, in the store's own SQLite database. */
export async function embeddedQueue(options: EmbeddedQueueOptions): Promise<Queue> {
  const { now } = options;
  const db = options.db as unknown as JobDb;
  await migrateJobs(db);
  const loops = new Set<RunLoop<Claimed>>();
  const wake = () => {
    for (const loop of loops) loop.wake();
  };

  // Inside of the caller's transaction the loop's claim waits for the one connection, and so for the commit.
  const add = async (jobs: readonly NewJob[], tx?: unknown): Promise<number> => {
    if (jobs.length === 0) return 0;
    const work = (trx: JobDb) => addJobs(trx, jobs, now());
    const added = tx === undefined ? await db.transaction().execute(work) : await work(tx as JobDb);
    wake();
    return added;
  };
  const schedules = new Schedules(add, now);

  return {
    add,
    work(handler, workOptions) {
      const lock = takeOwnership(options.dataDir);
      const loop = new RunLoop(embeddedEngine(db, now, schedules), handler, {
        pollMs: 500,
        ...options,
        ...workOptions,
      });
      loops.add(loop);
      return {
        async stop() {
          await loop.stop();
          if (loops.delete(loop)) lock.release();
        },
      };
    },
    schedule: async (name, everyMs, job) => {
      schedules.set(name, everyMs, job);
      wake();
    },
    // The working process is the only one.
    inTurn: turns(),
    dead: () => buried(db),
    revive: async (id) => {
      await reviveJob(db, id, now());
      wake();
    },
    purge: (before) => purgeJobs(db, before),
    counts: () => countJobs(db),
    close: async () => {
      if (loops.size > 0) throw new Error('The queue still has a worker: stop it before closing the queue.');
    },
  };
}

function embeddedEngine(db: JobDb, now: () => number, schedules: Schedules): Engine<Claimed> {
  let released = false;
  return {
    async tick() {
      if (!released) await releaseJobs(db, now());
      released = true;
      await schedules.tick();
    },
    claim: (limit) => claimJobs(db, limit, now()),
    settle: (claim, outcome) => settleJob(db, claim, outcome, now()),
  };
}
