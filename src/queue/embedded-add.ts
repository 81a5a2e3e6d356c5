import type { NewJob } from '../model/job.ts';
import type { JobDb } from './embedded-table.ts';
import { DEFAULT_ATTEMPTS } from './outcome.ts';

const CHUNK = 500;

/** Adds what neither its key nor its coalescing word forbids; to be called in a transaction. */
export async function addJobs(db: JobDb, jobs: readonly NewJob[], now: number): Promise<number> {
  let added = 0;
  for (let at = 0; at < jobs.length; at += CHUNK) {
    const chunk = jobs.slice(at, at + CHUNK);
    const { numInsertedOrUpdatedRows } = await db
      .insertInto('queue_job')
      .values(chunk.map((job) => toRow(job, now)))
      .onConflict((it) => it.doNothing())
      .executeTakeFirstOrThrow();
    const inserted = Number(numInsertedOrUpdatedRows ?? 0);
    if (inserted < chunk.length) {
      await hurry(db, chunk, now);
      await bringForward(db, chunk);
    }
    added += inserted;
  }
  return added;
}

/** A job that waits because it failed stands for the new one too: there is news, so it need not wait any longer. */
async function hurry(db: JobDb, jobs: readonly NewJob[], now: number): Promise<void> {
  const words = jobs.filter((job) => !job.delayMs).flatMap((job) => job.coalesce ?? []);
  if (words.length === 0) return;
  await db
    .updateTable('queue_job')
    .set({ run_at: now, failed: 0 })
    .where('coalesce', 'in', words)
    .where('state', '=', 'waiting')
    .where('failed', '=', 1)
    .execute();
}

/** A waiting part of a pass that something else asks for as well does not wait for the rest of the pass. */
async function bringForward(db: JobDb, jobs: readonly NewJob[]): Promise<void> {
  const words = jobs.filter(({ background }) => background !== true).flatMap((job) => job.coalesce ?? []);
  if (words.length === 0) return;
  await db
    .updateTable('queue_job')
    .set({ background: 0 })
    .where('coalesce', 'in', words)
    .where('state', '=', 'waiting')
    .where('background', '=', 1)
    .execute();
}

function toRow(job: NewJob, now: number) {
  return {
    type: job.type,
    payload: JSON.stringify(job.payload),
    key: job.key ?? null,
    lane: job.lane ?? null,
    coalesce: job.coalesce ?? null,
    background: job.background === true ? 1 : 0,
    attempts: job.attempts ?? DEFAULT_ATTEMPTS,
    state: 'waiting' as const,
    attempt: 0,
    failed: 0,
    run_at: now + (job.delayMs ?? 0),
  };
}
