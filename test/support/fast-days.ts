// Work as the queue does it, one job at a time, and a clock that jumps to the next job: days of it in seconds.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { createDetector } from '../../src/detect/detector.ts';
import type { GitHub } from '../../src/github/github.ts';
import { createBlobEngine } from '../../src/history/blob-engine.ts';
import type { Context } from '../../src/jobs/context.ts';
import { runJob } from '../../src/jobs/index.ts';
import { HELD, type NewJob, RetryLater } from '../../src/model/job.ts';
import type { Queue } from '../../src/queue/queue.ts';
import { openStore } from '../../src/store/open.ts';
import type { Door } from './make-door.ts';
import { NOW } from './make-facts.ts';

/** One request that changed something, by the jumping clock. */
interface Write {
  readonly at: number;
  readonly route: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

interface Waiting {
  readonly seq: number;
  readonly runAt: number;
  readonly job: NewJob;
}

/** A write takes this long: so fast that only Handback's own pace can hold it back. */
const WRITE_MS = 100;

export type FastDays = Awaited<ReturnType<typeof startFastDays>>;

export async function startFastDays(acme: Door) {
  const dataDir = await mkdtemp(join(tmpdir(), 'fast-days-'));
  const store = await openStore({ dataDir });
  let clock = NOW;
  const now = () => clock;
  const writes: Write[] = [];
  const jobs: string[] = [];
  const failures: string[] = [];
  const watched: GitHub = {
    ...acme.door,
    send: (route, parameters, schema) => {
      writes.push({ at: clock, route, parameters });
      clock += WRITE_MS;
      return acme.door.send(route, parameters, schema);
    },
  };
  let waiting: readonly Waiting[] = [];
  let seq = 0;
  const add: Queue['add'] = async (jobs) => {
    for (const job of jobs) {
      if (job.coalesce !== undefined && waiting.some((each) => each.job.coalesce === job.coalesce)) continue;
      waiting = [...waiting, { seq: seq++, runAt: clock + (job.delayMs ?? 0), job }];
    }
    return jobs.length;
  };
  const none = () => Promise.reject(new Error('not in this queue'));
  const fingerprintKey = Buffer.alloc(32, 7);
  const context: Context = {
    store,
    now,
    fingerprintKey,
    dataDir,
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
    github: { ...acme.app, forInstallation: async () => watched },
    detector: createDetector(),
    engine: createBlobEngine(fingerprintKey),
    heavy: pLimit(1),
    askIssuer: none,
    tokenReports: { ready: none, send: none },
    asksOthers: false,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  };

  /** The next job that is due, or else the first that will be. Of one lane never two: there is only one at a time. */
  const next = (): Waiting | undefined => {
    const [soonest] = waiting.toSorted((a, b) => Math.max(a.runAt, clock) - Math.max(b.runAt, clock) || a.seq - b.seq);
    return soonest;
  };

  return {
    store,
    context,
    add: (...jobs: NewJob[]) => add(jobs),
    now,
    advance: (ms: number) => {
      clock += ms;
    },
    writes: writes as readonly Write[],
    /** The types of the jobs that ran, and what those said that failed: nothing is tried again here. */
    jobs: jobs as readonly string[],
    failures: failures as readonly string[],
    /** Works until nothing waits, or `isEnough`. */
    work: async (isEnough: () => boolean = () => false): Promise<void> => {
      for (let one = next(); one !== undefined && !isEnough(); one = next()) {
        const { seq: taken, runAt, job } = one;
        waiting = waiting.filter((each) => each.seq !== taken);
        clock = Math.max(clock, runAt);
        jobs.push(job.type);
        try {
          await runJob(context, { ...job, id: String(taken), attempt: 1 });
        } catch (error) {
          if (error instanceof RetryLater) await add([{ ...job, delayMs: error.afterMs }]);
          else failures.push(`${job.type}: ${error instanceof Error ? error.message : String(error)}`);
        }
      }
    },
    close: async () => {
      await store.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** The most that fell into any stretch of this length. */
export function most(times: readonly number[], span: number): number {
  return Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + span).length));
}
