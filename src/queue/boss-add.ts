import type { Db, PgBoss } from 'pg-boss';
import type { NewJob } from '../model/job.ts';
import { CHANNEL, JOBS, SCHEMA } from './boss.ts';
import { coalesceKey, type Envelope, seconds, toInsert } from './boss-job.ts';

/**
 * Adds what neither its key nor its coalescing word forbids; `db` is a transaction. Workers are told when it commits.
 */
export async function addJobs(boss: PgBoss, db: Db, jobs: readonly NewJob[]): Promise<number> {
  if (jobs.length === 0) return 0;
  const { rows } = await db.executeSql(
    `select nextval('${SCHEMA}.job_order')::int as place, pg_notify('${CHANNEL}', '') from generate_series(1, $1::int)`,
    [jobs.length],
  );
  const inserts = jobs.map((job, at) => toInsert(job, rows[at].place));
  // In the order of their words, so that two transactions that add the same words do not wait for each other in a ring.
  const sorted = firstOfEachId(inserts).toSorted((a, b) => ((a.singletonKey ?? '') < (b.singletonKey ?? '') ? -1 : 1));
  const ids = await boss.insert(JOBS, sorted, { db, returnId: true });
  const added = ids?.length ?? 0;
  if (added < jobs.length) {
    await hurry(boss, db, jobs);
    await bringForward(boss, db, jobs, inserts);
  }
  return added;
}

function firstOfEachId<T extends { readonly id?: string }>(inserts: readonly T[]): readonly T[] {
  const seen = new Set<string>();
  return inserts.filter(({ id }) => {
    if (id === undefined) return true;
    const isNew = !seen.has(id);
    seen.add(id);
    return isNew;
  });
}

/** A job that waits because it failed stands for the new one too: there is news, so it need not wait any longer. */
async function hurry(boss: PgBoss, db: Db, jobs: readonly NewJob[]): Promise<void> {
  const words = new Set(jobs.filter((job) => !job.delayMs).flatMap((job) => job.coalesce ?? []));
  for (const word of words) {
    const waiting = await boss.findJobs<Envelope>(JOBS, { key: coalesceKey(word), queued: true, db });
    for (const { id, data } of waiting.filter((it) => it.data.failing)) {
      await boss.update(JOBS, { ...data, failing: false }, { id, startAfter: seconds(0), db });
    }
  }
}

/** A waiting part of a pass that something else asks for as well does not wait for the rest of the pass. */
async function bringForward(
  boss: PgBoss,
  db: Db,
  jobs: readonly NewJob[],
  inserts: readonly { readonly priority?: number }[],
): Promise<void> {
  for (const [at, { coalesce, background }] of jobs.entries()) {
    if (coalesce === undefined || background === true) continue;
    const waiting = await boss.findJobs<Envelope>(JOBS, { key: coalesceKey(coalesce), queued: true, db });
    for (const { id, data } of waiting.filter((it) => JSON.parse(it.data.job).background === true)) {
      const job = JSON.stringify({ ...JSON.parse(data.job), background: undefined });
      const { priority = 0 } = inserts[at] ?? {};
      await boss.update(JOBS, { ...data, job }, { id, priority, db });
    }
  }
}
