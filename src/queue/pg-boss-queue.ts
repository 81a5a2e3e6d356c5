import { type Db, fromKysely, type KyselyTransactionLike, type PgBoss } from 'pg-boss';
import type { NewJob } from '../model/job.ts';
import { CHANNEL, inTransaction, startBoss } from './boss.ts';
import { addJobs } from './boss-add.ts';
import { buried, countJobs, purgeJobs } from './boss-admin.ts';
import { beat, holdOf } from './boss-lease.ts';
import { type Claimed, claimJobs, reviveJob, settleJob } from './boss-run.ts';
import { sharedTurns } from './boss-turns.ts';
import type { Backoff } from './outcome.ts';
import type { Queue } from './queue.ts';
import { RunLoop } from './run-loop.ts';
import { Schedules } from './schedules.ts';

export interface PgBossQueueOptions {
  readonly databaseUrl: string;
  /** For the slots of schedules only: when a job is due is the database's clock to say, the same for every worker. */
  readonly now: () => number;
  readonly backoff: Backoff;
  /** Told of failures of the queue itself. */
  readonly report: (error: unknown) => void;
  /** How soon delayed jobs are noticed, and others should a notification be lost. */
  readonly pollMs?: number;
}

/** The queue for any number of working processes on any number of machines, in PostgreSQL. */
export async function pgBossQueue(options: PgBossQueueOptions): Promise<Queue> {
  const boss = await startBoss(options.databaseUrl, options.report);
  const add = (jobs: readonly NewJob[], tx?: unknown): Promise<number> =>
    tx === undefined
      ? inTransaction(boss, (db) => addJobs(boss, db, jobs))
      : addJobs(boss, fromKysely(tx as KyselyTransactionLike), jobs);
  const schedules = new Schedules((jobs) => add(jobs), options.now);
  const loops = new Set<RunLoop<Claimed>>();
  const turns = sharedTurns(options.databaseUrl);

  return {
    add,
    work(handler, workOptions) {
      const engine = {
        tick: () => schedules.tick(),
        claim: (limit: number) => claimJobs(boss, limit),
        settle: (claim: Claimed, outcome: Parameters<typeof settleJob>[2]) => settleJob(boss, claim, outcome),
        hold: holdOf,
      };
      const loop = new RunLoop(engine, handler, { pollMs: 2_000, ...options, ...workOptions });
      loops.add(loop);
      const stopListening = listen(boss, () => loop.wake(), options.report);
      const stopBeating = beat(boss, () => loop.running(), options.report);
      return {
        async stop() {
          await loop.stop();
          stopBeating();
          await stopListening();
          loops.delete(loop);
        },
      };
    },
    schedule: async (name, everyMs, job) => {
      schedules.set(name, everyMs, job);
      for (const loop of loops) loop.wake();
    },
    inTurn: turns.inTurn,
    dead: () => buried(boss),
    revive: (id) => reviveJob(boss, id),
    purge: (before) => purgeJobs(boss, before),
    counts: () => countJobs(boss),
    close: async () => {
      if (loops.size > 0) throw new Error('The queue still has a worker: stop it before closing the queue.');
      await turns.close();
      await boss.stop();
    },
  };
}

type Listener = Awaited<ReturnType<NonNullable<Db['listen']>>>;

/** Without it, or while it is broken, the loop still polls. */
function listen(boss: PgBoss, wake: () => void, report: (error: unknown) => void): () => Promise<void> {
  const opening: Promise<Listener | undefined> = (
    boss.getDb().listen?.(CHANNEL, wake, wake) ?? Promise.resolve(undefined)
  ).catch((error) => {
    report(error);
    return undefined;
  });
  return async () => (await opening)?.close();
}
