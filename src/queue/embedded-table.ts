import { type Generated, type Kysely, type Selectable, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import type { Job } from '../model/job.ts';
import { QueueError } from './queue-error.ts';

interface JobTables {
  queue_job: {
    /** Order of adding; never used twice. */
    seq: Generated<number>;
    type: string;
    payload: string;
    key: string | null;
    lane: string | null;
    coalesce: string | null;
    /** 1: after all that is due and is 0. */
    background: Generated<number>;
    attempts: number;
    /** `done` rows stay until they are purged, because of their keys. */
    state: 'waiting' | 'running' | 'done' | 'dead';
    /** Runs begun, without those that ended in `RetryLater`. */
    attempt: number;
    /** Waits because it failed, not because it was told to. */
    failed: number;
    run_at: number;
    ended_at: number | null;
    error: string | null;
  };
}

export type JobDb = Kysely<JobTables>;
export type JobRow = Selectable<JobTables['queue_job']>;

export function toJob(row: JobRow): Job {
  return {
    id: String(row.seq),
    type: row.type,
    payload: JSON.parse(row.payload),
    attempt: row.attempt,
    attempts: row.attempts,
    ...(row.key !== null && { key: row.key }),
    ...(row.lane !== null && { lane: row.lane }),
    ...(row.coalesce !== null && { coalesce: row.coalesce }),
    ...(row.background === 1 && { background: true }),
  };
}

/** Makes or updates the queue's own table, beside and unknown to the ledger's. */
export async function migrateJobs(db: JobDb): Promise<void> {
  const { error } = await new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve(MIGRATIONS) },
    migrationTableName: 'queue_migration',
    migrationLockTableName: 'queue_migration_lock',
  }).migrateToLatest();
  if (error === undefined) return;
  const says = error instanceof Error ? error.message : String(error);
  throw new QueueError(
    `The job queue's table could not be brought up to date: ${says}. If a newer Handback ran on this database before, ` +
      'start that version again.',
    { cause: error },
  );
}

const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-jobs': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('queue_job')
        .addColumn('seq', 'integer', (it) => it.primaryKey().autoIncrement())
        .addColumn('type', 'text', (it) => it.notNull())
        .addColumn('payload', 'text', (it) => it.notNull())
        .addColumn('key', 'text', (it) => it.unique())
        .addColumn('lane', 'text')
        .addColumn('coalesce', 'text')
        .addColumn('attempts', 'integer', (it) => it.notNull())
        .addColumn('state', 'text', (it) => it.notNull())
        .addColumn('attempt', 'integer', (it) => it.notNull())
        .addColumn('failed', 'integer', (it) => it.notNull())
        .addColumn('run_at', 'bigint', (it) => it.notNull())
        .addColumn('ended_at', 'bigint')
        .addColumn('error', 'text')
        .execute();
      await sql`create unique index queue_job_coalesce on queue_job (coalesce) where state = 'waiting'`.execute(db);
      await sql`create index queue_job_state on queue_job (state, seq)`.execute(db);
      await sql`create index queue_job_lane on queue_job (lane, state, seq)`.execute(db);
    },
  },
  '0002-background': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .alterTable('queue_job')
        .addColumn('background', 'integer', (it) => it.notNull().defaultTo(0))
        .execute();
      await sql`drop index queue_job_state`.execute(db);
      await sql`drop index queue_job_lane`.execute(db);
      await sql`create index queue_job_state on queue_job (state, background, seq)`.execute(db);
      await sql`create index queue_job_lane on queue_job (lane, state, background, seq)`.execute(db);
    },
  },
};
