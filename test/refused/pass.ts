// One pass over everything, on a ledger that is copied for it: as the queue works, one job
// at a time, by a clock that jumps.
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import pLimit from 'p-limit';
import { createDetector } from '../../src/detect/detector.ts';
import { askIssuer } from '../../src/github/ask-issuer.ts';
import { createBlobEngine } from '../../src/history/blob-engine.ts';
import type { Context } from '../../src/jobs/context.ts';
import { runJob } from '../../src/jobs/index.ts';
import { HELD, type NewJob, RetryLater } from '../../src/model/job.ts';
import type { Instant } from '../../src/model/time.ts';
import type { Queue } from '../../src/queue/queue.ts';
import { type OpenedStore, openStore } from '../../src/store/open.ts';
import { connectTo } from '../support/make-door.ts';
import type { World } from './world.ts';

/** Fewer than a real queue has, and as good: what fails twice in a row for the same reason fails the eighth time. */
const TRIES = 2;

/** A pass takes some hundred; one that goes on for so long never ends. */
const ENDLESS = 3_000;

const DETECTOR = createDetector();
const FINGERPRINT_KEY = Buffer.alloc(32, 7);
const ENGINE = createBlobEngine(FINGERPRINT_KEY);

export interface Ledger {
  readonly world: World;
  readonly store: OpenedStore;
  readonly dataDir: string;
  readonly mirrors: string;
  clock: Instant;
  close(): Promise<void>;
}

/**
 * `from`: a ledger that is copied. The copies of the repositories are shared, because what they copy does not change.
 */
export async function openLedger(world: World, mirrors: string, from?: Ledger): Promise<Ledger> {
  const dataDir = await mkdtemp(join(tmpdir(), 'refused-'));
  if (from !== undefined) {
    await sql`pragma wal_checkpoint(truncate)`.execute(from.store.db);
    await copyFile(join(from.dataDir, 'handback.db'), join(dataDir, 'handback.db'));
  }
  const store = await openStore({ dataDir });
  await sql`pragma synchronous = off`.execute(store.db);
  return {
    world,
    store,
    dataDir,
    mirrors,
    clock: from?.clock ?? Date.now(),
    close: async () => {
      await store.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export interface Ran {
  /** What no further try would mend. */
  readonly failures: readonly string[];
  readonly isEndless: boolean;
  readonly log: readonly string[];
}

interface Waiting {
  readonly runAt: Instant;
  readonly attempt: number;
  readonly job: NewJob;
}

export async function run(ledger: Ledger, ...first: NewJob[]): Promise<Ran> {
  const { store, world } = ledger;
  const waiting: Waiting[] = [];
  const failures: string[] = [];
  const log: string[] = [];
  const add: Queue['add'] = async (jobs) => {
    for (const job of jobs)
      if (job.coalesce === undefined || !waiting.some((each) => each.job.coalesce === job.coalesce))
        waiting.push({ runAt: ledger.clock + (job.delayMs ?? 0), attempt: 1, job });
    return jobs.length;
  };
  const none = () => Promise.reject(new Error('not in this queue'));
  const note = (fields: object, message: string) => void log.push(`${message} ${JSON.stringify(fields)}`);
  const app = connectTo(world.github.url, world.appId, world.privateKey, () => ledger.clock);
  const context: Context = {
    store,
    now: () => ledger.clock,
    fingerprintKey: FINGERPRINT_KEY,
    dataDir: ledger.mirrors,
    queue: {
      add,
      dead: none,
      revive: none,
      purge: none,
      counts: none,
      schedule: none,
      close: none,
      work: () => ({ stop: none }),
      inTurn: (_key, work) => work(HELD),
    },
    github: app,
    detector: DETECTOR,
    engine: ENGINE,
    heavy: pLimit(1),
    asksOthers: false,
    askIssuer: askIssuer({ github: `${world.github.url}/api/v3`, restMs: 0, now: () => ledger.clock }),
    tokenReports: { ready: none, send: none },
    log: { info: note, warn: note, error: note },
  };
  await add(first);
  let many = 0;
  for (; waiting.length > 0 && many < ENDLESS; many += 1) {
    const soonest = Math.min(...waiting.map(({ runAt }) => Math.max(runAt, ledger.clock)));
    const [next] = waiting.splice(
      waiting.findIndex(({ runAt }) => Math.max(runAt, ledger.clock) === soonest),
      1,
    );
    if (next === undefined) break;
    const { job, attempt } = next;
    ledger.clock = soonest + 1;
    try {
      await runJob(context, { ...job, id: String(many), attempt });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (error instanceof RetryLater) waiting.push({ ...next, runAt: ledger.clock + Math.max(1, error.afterMs) });
      else if (attempt < TRIES) waiting.push({ ...next, attempt: attempt + 1, runAt: ledger.clock + 1000 });
      else failures.push(`${job.type}: ${message}`);
    }
  }
  return { failures, isEndless: many >= ENDLESS, log };
}
