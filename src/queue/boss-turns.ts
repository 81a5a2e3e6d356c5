import pg from 'pg';
import { storable } from '../model/identity.ts';
import { type Hold, RetryLater } from '../model/job.ts';
import { SILENT_MS } from './boss.ts';
import { type InTurn, turns } from './turns.ts';

/** Longer than a write to GitHub takes, with the waits that GitHub asks for between writes. */
const WAIT_MS = 30_000;
const AGAIN_MS = 5_000;
/**
 * Of a machine that vanished the server hears nothing: it asks after half a minute, and not
 * after two hours. We ask sooner: who holds a turn is the first to know that it is lost.
 */
const KEEP_ALIVE = 'set tcp_keepalives_idle = 30; set tcp_keepalives_interval = 10; set tcp_keepalives_count = 3';

export interface SharedTurns {
  readonly inTurn: InTurn;
  close(): Promise<void>;
}

/**
 * Turns among all processes that share a database: a lock of a session, because a transaction
 * would stay open for as long as GitHub takes to answer. Its connections are its own, so that
 * whoever holds a turn never waits for one of them to read or write facts. With the process
 * its locks go; `waitMs` bounds how long anybody waits for a turn that is held somewhere else.
 */
export function sharedTurns(databaseUrl: string, waitMs = WAIT_MS): SharedTurns {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    application_name: 'handback-turns',
    // One for each turn under way: as many as there are jobs at once (config.ts), and mostly none.
    max: 64,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 10_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: SILENT_MS,
    lock_timeout: waitMs,
  });
  // A connection that breaks takes its lock along; no idle one matters.
  const lost: Lost = new WeakSet();
  pool.on('error', () => undefined);
  pool.on('connect', (client) => {
    client.on('error', () => lost.add(client));
    client.on('end', () => lost.add(client));
  });
  // In this process one waits without a connection.
  const here = turns();
  return {
    inTurn: (key, work) => here(key, () => holding(pool, lost, key, work)),
    close: () => pool.end(),
  };
}

type Lost = WeakSet<pg.PoolClient>;

async function holding<T>(pool: pg.Pool, lost: Lost, key: string, work: (hold: Hold) => Promise<T>): Promise<T> {
  const name = [storable(`handback_queue.turn ${key}`)];
  const client = await pool.connect().catch(noTurn);
  // Where the server cannot, it waits for longer.
  await client.query(KEEP_ALIVE).catch(() => undefined);
  try {
    await client.query('select pg_advisory_lock(hashtextextended($1, 0))', name);
  } catch (error) {
    client.release(true);
    throw isTimeout(error) ? new RetryLater('another worker is at the same thing; it is tried again', AGAIN_MS) : error;
  }
  try {
    return await work(holdOf(client, lost));
  } finally {
    // What was done is done, also where the lock cannot be given back: then it ends with its connection.
    const unlocked = client.query('select pg_advisory_unlock(hashtextextended($1, 0))', name);
    await unlocked.then(
      () => client.release(),
      () => client.release(true),
    );
  }
}

function noTurn(error: unknown): never {
  const says = error instanceof Error ? error.message || ('code' in error ? String(error.code) : '') : String(error);
  throw new Error(
    `No connection to PostgreSQL for a turn: ${says}. Nothing was written; the job is tried again. If it goes on, look whether the server runs ` +
      'and whether its max_connections suffices: docs/storage.md tells what each process holds.',
    { cause: error },
  );
}

/** Ends with the connection, as the lock does. */
function holdOf(client: pg.PoolClient, lost: Lost): Hold {
  return {
    check() {
      if (!lost.has(client)) return;
      throw new RetryLater(
        'The connection to PostgreSQL that held this turn was lost, so another worker may be at the same thing by now. ' +
          'Nothing more is written; it is tried again, and looks first at what stands.',
        AGAIN_MS,
      );
    },
  };
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '55P03';
}
