import { CompiledQuery, type PostgresDialectConfig, type PostgresPoolClient } from 'kysely';
import pg from 'pg';
import { storableValues } from './storable.ts';
import { StoreError } from './store-error.ts';

const INT8 = 20;
/** Of a server that vanished without a word one hears after this, and not after two hours. */
const SILENT_MS = 20_000;

/** Connections as the ledger needs them, whatever the database or its user is set to. */
export function postgresPool(databaseUrl: string): pg.Pool {
  const types = new pg.TypeOverrides();
  types.setTypeParser(INT8, Number);
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    types,
    max: 10,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: SILENT_MS,
    application_name: 'handback',
  });
  // An idle connection that breaks is replaced by the pool at the next query, which reports what is wrong by then.
  pool.on('error', () => undefined);
  // One that breaks in the middle of a transaction would otherwise end the process; its next query fails as it should.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

const READ_COMMITTED = CompiledQuery.raw("set default_transaction_isolation to 'read committed'");

/** The same connections, given only what PostgreSQL can keep, and saying what it means that one is lost. */
export function telling(pool: pg.Pool): PostgresDialectConfig {
  const known = new WeakMap<pg.PoolClient, PostgresPoolClient>();
  const connect = async () => {
    const client = await pool.connect().catch(explain);
    const told = known.get(client) ?? tellingClient(client);
    known.set(client, told);
    return told;
  };
  return {
    pool: { options: {}, end: () => pool.end(), connect },
    // Two that count up the same row must wait for each other: with any other level the second
    // fails. What breaks here breaks the next query too.
    onCreateConnection: async (connection) => {
      await connection.executeQuery(READ_COMMITTED).catch(() => undefined);
    },
  };
}

function tellingClient(client: pg.PoolClient): PostgresPoolClient {
  const query = (sql: string, values: readonly unknown[]) =>
    client.query(sql, [...storableValues(values)]).catch(explain);
  return {
    // The other form, with a cursor, comes only where the dialect is given one.
    query: query as unknown as PostgresPoolClient['query'],
    release: (destroy) => client.release(destroy),
  };
}

const AGAIN =
  'What was not committed is not kept; a job that was at it is tried again, and GitHub is asked again for a webhook that was refused.';

function explain(error: unknown): never {
  if (!(error instanceof Error)) throw error;
  const code = 'code' in error ? String(error.code) : '';
  const meaning = meaningOf(error.message, code);
  if (meaning === undefined) throw error;
  throw new StoreError(`${meaning} (${error.message || code})`, { cause: error });
}

/** Undefined for what is no matter of connections. */
function meaningOf(message: string, code: string): string | undefined {
  if (code === '53300' || code === '53400')
    return `PostgreSQL has no room for one more connection. ${AGAIN} Raise its max_connections, or run fewer workers: docs/storage.md tells what each holds.`;
  if (code === '57014')
    return `PostgreSQL ended a query because of its statement_timeout. ${AGAIN} Raise it for this user: alter role ... set statement_timeout.`;
  if (message === 'timeout exceeded when trying to connect')
    return `No connection to PostgreSQL became free within 10 s. ${AGAIN} If it goes on, the database is too slow for this many jobs at once: lower CONCURRENCY.`;
  if (LOST_CODES.has(code) || code.startsWith('08') || LOST_WORDS.test(message))
    return `The connection to PostgreSQL was lost. ${AGAIN} A restart of the server passes by itself; if it goes on, look whether it runs, and what stands between it and this machine.`;
  return undefined;
}

/** Of PostgreSQL (https://www.postgresql.org/docs/current/errcodes-appendix.html), and of the network below it. */
const LOST_CODES = new Set(
  '57P01 57P02 57P03 57P05 25P03 25P04 ECONNREFUSED ECONNRESET EPIPE ETIMEDOUT ENOTFOUND EHOSTUNREACH EAI_AGAIN'.split(
    ' ',
  ),
);
const LOST_WORDS = /^Connection terminated|connection error and is not queryable|^Client was closed/;
