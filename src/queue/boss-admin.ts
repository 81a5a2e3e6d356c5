import type { PgBoss } from 'pg-boss';
import { DEAD, JOBS, SCHEMA } from './boss.ts';
import { type BossJob, type Envelope, toJob } from './boss-job.ts';
import type { DeadJob, Queue } from './queue.ts';

export async function buried(boss: PgBoss): Promise<readonly DeadJob[]> {
  const dead = await boss.findJobs<Envelope>(DEAD);
  return dead.toSorted((a, b) => b.createdOn.getTime() - a.createdOn.getTime()).map(toDeadJob);
}

/** Dead jobs stay: somebody should look at them. */
export async function purgeJobs(boss: PgBoss, before: number): Promise<number> {
  const { rows } = await boss.getDb().executeSql(
    `with gone as (
       delete from ${SCHEMA}.job
       where name = $1 and state = 'completed' and completed_on < to_timestamp($2::float8 / 1000) returning 1
     ) select count(*)::int as count from gone`,
    [JOBS, before],
  );
  return rows[0].count;
}

export async function countJobs(boss: PgBoss): ReturnType<Queue['counts']> {
  const { rows } = await boss.getDb().executeSql(
    `select count(*) filter (where name = $1 and state < 'active')::int as waiting,
            count(*) filter (where name = $1 and state = 'active')::int as running,
            count(*) filter (where name = $2)::int as dead
     from ${SCHEMA}.job where name in ($1, $2) and state <= 'active'`,
    [JOBS, DEAD],
  );
  const { waiting, running, dead } = rows[0];
  return { waiting, running, dead };
}

function toDeadJob(it: BossJob): DeadJob {
  const run = toJob({ ...it, id: it.sourceId ?? it.id, retryCount: it.sourceRetryCount ?? 0 });
  return { ...run, error: messageIn(it.sourceOutput), diedAt: it.createdOn.getTime() };
}

/** Ours is `{ message }`; pg-boss wraps its own once more: `{ value: { message } }`. */
function messageIn(output: unknown): string {
  const { message, value } = (output ?? {}) as {
    readonly message?: string;
    readonly value?: { readonly message?: string };
  };
  return message ?? value?.message ?? 'The worker died while this job ran.';
}
