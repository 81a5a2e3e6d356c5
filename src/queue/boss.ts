import { type Db, PgBoss } from 'pg-boss';
import { QueueError } from './queue-error.ts';

/** pg-boss keeps its tables in a schema of its own, so that a database may also serve others that use it. */
export const SCHEMA = 'handback_queue';
export const JOBS = 'jobs';
export const DEAD = 'dead';
/** Told of every add, so that idle workers on all machines look at once. */
export const CHANNEL = 'handback_queue';

/** Of a server that vanished without a word one hears after this, and not after two hours. */
export const SILENT_MS = 20_000;
/** Who was not heard of for so long is given up, and its jobs go to others. */
export const HEARTBEAT_S = 10;

const TEN_YEARS_S = 315_360_000;
const DAY_S = 86_400;

/** Connects and makes or updates pg-boss's own tables. Safe when several processes start at once. */
export async function startBoss(databaseUrl: string, report: (error: unknown) => void): Promise<PgBoss> {
  const boss = new PgBoss({
    connectionString: databaseUrl,
    application_name: 'handback-queue',
    schema: SCHEMA,
    max: 5,
    connectionTimeoutMillis: 10_000,
    // `Schedules` does it, to the millisecond and without a table.
    schedule: false,
    // How soon the jobs of a killed worker are taken away from it, after its last heartbeat is too old.
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
  });
  boss.on('error', (error) => report(withoutConnection(error)));
  try {
    await makeQueues(boss);
  } catch (error) {
    // Its timers would keep the process from ending.
    await boss.stop({ graceful: false }).catch(() => undefined);
    throw new QueueError(
      `The job queue's tables cannot be used: ${error instanceof Error ? error.message : String(error)}. Handback keeps them in the schema ${SCHEMA}, ` +
        'which its user makes at the first start. Where that is refused: grant create on database ... to that user.',
    );
  }
  return boss;
}

async function makeQueues(boss: PgBoss): Promise<void> {
  await boss.start();
  const keep = { retentionSeconds: TEN_YEARS_S, deleteAfterSeconds: 0 };
  await boss.createQueue(DEAD, keep);
  await boss.createQueue(JOBS, {
    ...keep,
    // At most one job that has not started for each singletonKey, which is the coalescing word.
    policy: 'short',
    deadLetter: DEAD,
    heartbeatSeconds: HEARTBEAT_S,
    expireInSeconds: DAY_S,
    retryDelay: 0,
  });
  await inTransaction(boss, async (db) => {
    await db.executeSql(`select pg_advisory_xact_lock(hashtextextended('${SCHEMA}.job_order', 0))`);
    await db.executeSql(
      `create sequence if not exists ${SCHEMA}.job_order as integer increment -1 minvalue -2147483648 start -1 cycle`,
    );
  });
}

/** On errors of idle connections pg hangs the connection, and with it the password. */
function withoutConnection({ message }: Error): Error {
  return new Error(`The job queue had trouble with PostgreSQL: ${message}`);
}

export async function inTransaction<T>(boss: PgBoss, work: (db: Db) => Promise<T>): Promise<T> {
  const transaction = await boss.getDb().beginTransaction?.();
  if (transaction === undefined) throw new Error('This version of pg-boss cannot open transactions.');
  try {
    const result = await work(transaction.db);
    await transaction.commit();
    return result;
  } catch (error) {
    await transaction.rollback();
    throw error;
  }
}
