import { closeSync, openSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type QueryResult,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
  type SqliteDialectConfig,
  SqliteDriver,
  type SqliteStatement,
} from 'kysely';
import type { TransactionScope } from './access.ts';
import { FILE, makeFolder } from './data-folder.ts';
import { isBusy, isDamaged, meaningOf } from './sqlite-error.ts';
import { storableValues } from './storable.ts';
import { ReplacedDatabase, StoreError } from './store-error.ts';

const CACHED_STATEMENTS = 200;
/**
 * How long the whole process may stand still because another one writes; after that it waits without standing still.
 */
const BLOCKING_MS = 20;
const PATIENCE_MS = 15_000;

/**
 * SQLite in `dataDir`: a commit has reached the disk when it returns. Other processes may
 * read and write beside this one.
 */
export function sqliteDialect(dataDir: string, scope: TransactionScope): Dialect {
  const config = { database: adapt(openFile(dataDir)) };
  const stock = new SqliteDialect(config);
  return {
    createAdapter: () => new Adapter(),
    createDriver: () => new Driver(config, scope),
    createIntrospector: (db) => stock.createIntrospector(db),
    createQueryCompiler: () => stock.createQueryCompiler(),
  };
}

function openFile(dataDir: string): DatabaseSync {
  const file = join(dataDir, FILE);
  try {
    makeFolder(dataDir);
    // Made here so that only its owner can read it; SQLite gives its side files the same mode.
    closeSync(openSync(file, 'a', 0o600));
    const database = new DatabaseSync(file, { timeout: PATIENCE_MS });
    database.exec('pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on');
    // 16 MiB: what is read of one credential lies in many places of the file, and the default
    // of 2 reads them again and again.
    database.exec('pragma cache_size = -16384');
    database.exec(`pragma busy_timeout = ${BLOCKING_MS}`);
    return database;
  } catch (error) {
    if (isDamaged(error)) throw new StoreError(meaningOf(error) ?? '', { cause: error });
    throw new StoreError(
      `The data directory ${dataDir} cannot be used: ${error instanceof Error ? error.message : String(error)}. ` +
        'Handback keeps its database there. Let DATA_DIR name a directory on a local disk that this user may write, ' +
        'or set DATABASE_URL to use PostgreSQL.',
      { cause: error },
    );
  }
}

/**
 * Throws where the name of the file leads to another one than now, or to none: a backup that was put back, a clean-up.
 */
export function replacedRefuser(dataDir: string): () => void {
  const file = join(dataDir, FILE);
  const { ino } = statSync(file);
  return () => {
    if (statSync(file, { throwIfNoEntry: false })?.ino !== ino) throw new ReplacedDatabase(file);
  };
}

/** node:sqlite in the shape that kysely's SQLite driver expects, with its prepared statements kept. */
function adapt(database: DatabaseSync): SqliteDatabase {
  const prepared = new Map<string, SqliteStatement>();
  const prepare = (sql: string): SqliteStatement => {
    const statement = database.prepare(sql);
    return {
      reader: statement.columns().length > 0,
      all: (values) => statement.all(...inputs(values)),
      run: (values) => statement.run(...inputs(values)),
      iterate: (values) => database.prepare(sql).iterate(...inputs(values)),
    };
  };
  return {
    close: () => database.close(),
    prepare(sql) {
      const statement = prepared.get(sql) ?? prepare(sql);
      prepared.delete(sql);
      prepared.set(sql, statement);
      const [oldest] = prepared.keys();
      if (prepared.size > CACHED_STATEMENTS && oldest !== undefined) prepared.delete(oldest);
      return statement;
    },
  };
}

function inputs(values: readonly unknown[]): SQLInputValue[] {
  return storableValues(values) as SQLInputValue[];
}

/**
 * Says that connections are plenty, so that kysely asks `Driver` at once and not only after the running transaction.
 */
class Adapter extends SqliteAdapter {
  override get supportsMultipleConnections(): boolean {
    return true;
  }

  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/** Hands the one connection to one user at a time, first come, first served. */
class Driver extends SqliteDriver {
  readonly #scope: TransactionScope;
  readonly #waiting: (() => void)[] = [];
  #taken = false;
  #connection: PatientConnection | undefined;

  constructor(config: SqliteDialectConfig, scope: TransactionScope) {
    super(config);
    this.#scope = scope;
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    this.#scope.refuseInside();
    if (this.#taken) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#taken = true;
    this.#connection ??= new PatientConnection(await super.acquireConnection());
    return this.#connection;
  }

  override async releaseConnection(): Promise<void> {
    const next = this.#waiting.shift();
    if (next === undefined) this.#taken = false;
    else next();
  }

  /** A deferred transaction that turns from reading to writing fails at once when another process wrote in between. */
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }

  /** A disk that is full or fails has ended the transaction already: why it did is what matters. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await super.rollbackTransaction(connection).catch((error: unknown) => {
      if (!(error instanceof Error && error.message.includes('no transaction is active'))) throw error;
    });
  }
}

/**
 * Waits while another process writes. Never needed inside a transaction, which holds the right to write from its start.
 */
class PatientConnection implements DatabaseConnection {
  readonly #connection: DatabaseConnection;

  constructor(connection: DatabaseConnection) {
    this.#connection = connection;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const until = performance.now() + PATIENCE_MS;
    for (;;) {
      try {
        return await this.#connection.executeQuery<R>(query);
      } catch (error) {
        const meaning = meaningOf(error);
        if (meaning !== undefined) throw new StoreError(meaning, { cause: error });
        if (!isBusy(error) || performance.now() > until) throw error;
        await sleep(BLOCKING_MS);
      }
    }
  }

  streamQuery<R>(query: CompiledQuery, chunkSize: number): AsyncIterableIterator<QueryResult<R>> {
    return this.#connection.streamQuery<R>(query, chunkSize);
  }
}
