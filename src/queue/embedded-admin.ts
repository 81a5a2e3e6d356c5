import { type JobDb, toJob } from './embedded-table.ts';
import type { DeadJob, Queue } from './queue.ts';

export async function buried(db: JobDb): Promise<readonly DeadJob[]> {
  const rows = await db
    .selectFrom('queue_job')
    .selectAll()
    .where('state', '=', 'dead')
    .orderBy('ended_at', 'desc')
    .orderBy('seq', 'desc')
    .execute();
  return rows.map((row) => ({ ...toJob(row), error: row.error ?? '', diedAt: row.ended_at ?? 0 }));
}

/** Dead jobs stay: somebody should look at them. */
export async function purgeJobs(db: JobDb, before: number): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('queue_job')
    .where('state', '=', 'done')
    .where('ended_at', '<', before)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

export async function countJobs(db: JobDb): ReturnType<Queue['counts']> {
  const rows = await db
    .selectFrom('queue_job')
    .select((row) => ['state', row.fn.countAll<number>().as('count')])
    // Not "other than done": that reads all that was done in a week, and anybody may ask /healthz.
    .where('state', 'in', ['waiting', 'running', 'dead'])
    .groupBy('state')
    .execute();
  const count = (state: string) => rows.find((row) => row.state === state)?.count ?? 0;
  return { waiting: count('waiting'), running: count('running'), dead: count('dead') };
}
