import { sql } from 'kysely';
import type { Job } from '../model/job.ts';
import { type JobDb, type JobRow, toJob } from './embedded-table.ts';
import type { Outcome } from './outcome.ts';

export interface Claimed {
  readonly job: Job;
  readonly row: JobRow;
}

/**
 * Oldest first, and what is in the background last; of each lane the first due job, and
 * only while none of the lane runs.
 */
export async function claimJobs(db: JobDb, limit: number, now: number): Promise<readonly Claimed[]> {
  const due = db
    .selectFrom('queue_job as job')
    .select('seq')
    .where('state', '=', 'waiting')
    .where('run_at', '<=', now)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('queue_job as other')
            .select('other.seq')
            .whereRef('other.lane', '=', 'job.lane')
            .where('other.state', '=', 'running'),
        ),
      ),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('queue_job as older')
            .select('older.seq')
            .whereRef('older.lane', '=', 'job.lane')
            .where('older.state', '=', 'waiting')
            .where('older.run_at', '<=', now)
            .where(sql<boolean>`(older.background, older.seq) < (job.background, job.seq)`),
        ),
      ),
    )
    .orderBy('background')
    .orderBy('seq')
    .limit(limit);
  const rows = await db
    .updateTable('queue_job')
    .set((row) => ({ state: 'running', attempt: row('attempt', '+', 1), failed: 0 }))
    .where('seq', 'in', due)
    .returningAll()
    .execute();
  return rows.sort((a, b) => a.background - b.background || a.seq - b.seq).map((row) => ({ row, job: toJob(row) }));
}

export async function settleJob(db: JobDb, { row }: Claimed, outcome: Outcome, now: number): Promise<void> {
  switch (outcome.is) {
    case 'done':
      return end(db, row.seq, { state: 'done', payload: '{}', ended_at: now });
    case 'dead':
      return end(db, row.seq, { state: 'dead', error: outcome.error, ended_at: now });
    case 'retry':
      return wait(db, row, { run_at: now + outcome.afterMs, error: outcome.error, failed: 1 }, now);
    case 'later':
      return wait(
        db,
        row,
        { run_at: now + outcome.afterMs, error: outcome.error, failed: 0, attempt: row.attempt - 1 },
        now,
      );
  }
}

/** Jobs that ran when the last working process died: to be called by the only one there is now. */
export async function releaseJobs(db: JobDb, now: number): Promise<void> {
  const rows = await db.selectFrom('queue_job').selectAll().where('state', '=', 'running').execute();
  for (const row of rows) {
    if (row.attempt >= row.attempts) {
      await end(db, row.seq, { state: 'dead', error: 'The process died while this job ran.', ended_at: now });
    } else {
      await wait(db, row, { run_at: now }, now);
    }
  }
}

/** Gives a dead job all its tries again. */
export async function reviveJob(db: JobDb, id: string, now: number): Promise<void> {
  const row = await db
    .selectFrom('queue_job')
    .selectAll()
    .where('seq', '=', Number(id))
    .where('state', '=', 'dead')
    .executeTakeFirst();
  if (row === undefined) throw new Error(`There is no dead job ${id}: it was revived before, or never died.`);
  await wait(db, row, { run_at: now, attempt: 0, error: null, ended_at: null, failed: 0 }, now);
}

type Changes = Partial<JobRow>;

async function end(db: JobDb, seq: number, changes: Changes): Promise<void> {
  await db.updateTable('queue_job').set(changes).where('seq', '=', seq).execute();
}

/** Puts a job back, or ends it when a job with the same coalescing word came meanwhile: that one does its work. */
async function wait(db: JobDb, row: JobRow, changes: Changes, now: number): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const twin =
      row.coalesce === null
        ? undefined
        : await trx
            .selectFrom('queue_job')
            .select('seq')
            .where('coalesce', '=', row.coalesce)
            .where('state', '=', 'waiting')
            .executeTakeFirst();
    if (twin === undefined) return end(trx, row.seq, { ...changes, state: 'waiting' });
    return end(trx, row.seq, { state: 'done', error: `Job ${twin.seq} does its work.`, ended_at: now });
  });
}
