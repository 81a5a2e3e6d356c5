import type { Db, PgBoss } from 'pg-boss';
import type { Job } from '../model/job.ts';
import { DEAD, HEARTBEAT_S, inTransaction, JOBS, SCHEMA } from './boss.ts';
import { type BossJob, coalesceKey, type Envelope, seconds, toInsertAgain, toJob } from './boss-job.ts';
import type { Outcome } from './outcome.ts';

export interface Claimed {
  readonly job: Job;
  readonly boss: BossJob;
  /** Until when nobody else can have it, on the clock that only goes forward. */
  readonly lease: { until: number };
}

/**
 * Oldest first, none of a lane that runs already. pg-boss alone keeps lanes (groups) apart
 * only roughly: two workers that fetch at the same moment do not see each other. So
 * fetching is one at a time in the whole database, by an advisory lock.
 */
export async function claimJobs(boss: PgBoss, limit: number): Promise<readonly Claimed[]> {
  const until = leaseFrom(performance.now());
  return inTransaction(boss, async (db) => {
    await db.executeSql(`select pg_advisory_xact_lock(hashtextextended('${SCHEMA}.claim', 0))`);
    const claimed: Claimed[] = [];
    while (claimed.length < limit) {
      // One by one, because within a batch pg-boss takes the jobs of a lane in any order.
      const [next] = await boss.fetch<Envelope>(JOBS, { includeMetadata: true, batchSize: 1, groupConcurrency: 1, db });
      if (next === undefined) break;
      claimed.push({ boss: next, job: toJob(next), lease: { until } });
    }
    return claimed;
  });
}

export async function settleJob(boss: PgBoss, claim: Claimed, outcome: Outcome): Promise<void> {
  switch (outcome.is) {
    case 'done':
      await boss.complete(JOBS, attemptOf(claim));
      return;
    case 'dead':
      return inTransaction(boss, (db) => bury(boss, db, claim, outcome.error));
    case 'retry':
    case 'later':
      return inTransaction(boss, (db) => wait(boss, db, claim, outcome));
  }
}

/** Gives a dead job all its tries again. */
export async function reviveJob(boss: PgBoss, id: string): Promise<void> {
  await inTransaction(boss, async (db) => {
    const dead = (await boss.findJobs<Envelope>(DEAD, { db })).find((it) => it.sourceId === id);
    if (dead === undefined) throw new Error(`There is no dead job ${id}: it was revived before, or never died.`);
    await boss.deleteJob(DEAD, dead.id, { db });
    await boss.deleteJob(JOBS, id, { db });
    const attempts = toJob(dead).attempts ?? 1;
    const fresh = { data: { job: dead.data.job, failed: 0 }, retryLimit: attempts - 1 };
    await boss.insert(JOBS, [toInsertAgain({ ...dead, id }, fresh)], { db });
  });
}

/** Reckoned from before the word was sent, so that we give up before anybody else may begin. */
export function leaseFrom(moment: number): number {
  return moment + HEARTBEAT_S * 1000;
}

/** Names the claim, so that a worker that lost its job to another cannot settle it any more. */
export function attemptOf({ boss: { id, retryCount } }: Claimed): { readonly id: string; readonly retryCount: number } {
  return { id, retryCount };
}

/** Puts a job back, or ends it when a job with the same coalescing word came meanwhile: that one does its work. */
async function wait(
  boss: PgBoss,
  db: Db,
  claim: Claimed,
  outcome: Extract<Outcome, { is: 'retry' | 'later' }>,
): Promise<void> {
  const { job } = claim;
  const twins =
    job.coalesce === undefined ? [] : await boss.findJobs(JOBS, { key: coalesceKey(job.coalesce), queued: true, db });
  if (twins.length > 0) {
    await boss.complete(JOBS, attemptOf(claim), null, { db });
    return;
  }
  const failed = outcome.is === 'retry' ? job.attempt : job.attempt - 1;
  await replace(boss, db, claim, {
    data: { job: claim.boss.data.job, failed, failing: outcome.is === 'retry' },
    startAfter: seconds(outcome.afterMs),
    retryLimit: Math.max(0, (job.attempts ?? 1) - 1 - failed),
  });
}

/** With no retry left, pg-boss moves it to its dead letters itself, as it does with a job that killed its workers. */
async function bury(boss: PgBoss, db: Db, claim: Claimed, error: string): Promise<void> {
  const isOurs = await replace(boss, db, claim, {
    data: { job: claim.boss.data.job, failed: claim.job.attempt - 1 },
    singletonKey: `dead:${claim.boss.id}`,
    retryLimit: 0,
  });
  if (isOurs) await boss.fail(JOBS, claim.boss.id, { message: error }, { db });
}

async function replace(
  boss: PgBoss,
  db: Db,
  claim: Claimed,
  changes: Parameters<typeof toInsertAgain>[1],
): Promise<boolean> {
  const { settled } = (await boss.deleteJob(JOBS, attemptOf(claim), { db })) as {
    readonly settled?: readonly string[];
  };
  if (settled?.length === 0) return false;
  const ids = await boss.insert(JOBS, [toInsertAgain(claim.boss, changes)], { db, returnId: true });
  if (ids === null)
    throw new Error(`Job ${claim.boss.id} was added again at this very moment; its result is written anew.`);
  return true;
}
