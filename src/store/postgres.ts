import {
  type DatabaseConnection,
  type Dialect,
  PostgresDialect,
  type PostgresDialectConfig,
  PostgresDriver,
} from 'kysely';
import type pg from 'pg';
import type { TransactionScope } from './access.ts';
import { postgresPool, telling } from './postgres-pool.ts';
import { StoreError } from './store-error.ts';

/** PostgreSQL at `databaseUrl`, after having seen that it answers. */
export async function postgresDialect(databaseUrl: string, scope: TransactionScope): Promise<Dialect> {
  const pool = await answering(databaseUrl);
  const config = telling(pool);
  const stock = new PostgresDialect(config);
  return {
    createAdapter: () => stock.createAdapter(),
    createDriver: () => new Driver(config, scope),
    createIntrospector: (db) => stock.createIntrospector(db),
    createQueryCompiler: () => stock.createQueryCompiler(),
  };
}

/** Whether a table of this name is there. Makes nothing. */
export async function hasTable(databaseUrl: string, name: string): Promise<boolean> {
  const pool = await answering(databaseUrl);
  try {
    const { rows } = await pool.query<{ there: boolean }>('select to_regclass($1) is not null as there', [name]);
    return rows[0]?.there === true;
  } finally {
    await pool.end();
  }
}

async function answering(databaseUrl: string): Promise<pg.Pool> {
  const pool = postgresPool(checked(databaseUrl));
  try {
    const { rows } = await pool.query<{ encoding: string }>('select current_setting($1) as encoding', [ENCODING]);
    refuseOther(rows[0]?.encoding);
    return pool;
  } catch (error) {
    await pool.end();
    throw error instanceof StoreError ? error : unreachable(databaseUrl, error);
  }
}

const ENCODING = 'server_encoding';

function refuseOther(encoding = ''): void {
  if (encoding === 'UTF8' || encoding === 'SQL_ASCII') return;
  throw new StoreError(
    `The database keeps text as ${encoding}, which has no place for most of the letters that people use in names. ` +
      "Make another one (create database handback encoding 'UTF8' template template0) and let DATABASE_URL name it.",
  );
}

/** The parser's own error would repeat the address, and with it the password. */
function checked(databaseUrl: string): string {
  const { protocol } = parsed(databaseUrl) ?? {};
  if (protocol === 'postgres:' || protocol === 'postgresql:') return databaseUrl;
  throw new StoreError(
    'DATABASE_URL is not a PostgreSQL address. It should look like postgres://user:password@host:5432/database, with ' +
      'special characters of the password percent-encoded. It is not shown here because it may hold a password.',
  );
}

/** pg also takes an address without a host, `postgres://user@/database?host=/socket/directory`; `URL` does not. */
function parsed(databaseUrl: string): URL | undefined {
  const address = databaseUrl.replace('@/', '@localhost/');
  return URL.canParse(address) ? new URL(address) : undefined;
}

/** Names host and database only: neither this message nor its cause may hold the password. */
function unreachable(databaseUrl: string, error: unknown): StoreError {
  const { hostname = '', port = '', pathname = '', username = '' } = parsed(databaseUrl) ?? {};
  const where = `PostgreSQL at ${hostname || 'localhost'}:${port || '5432'}`;
  switch (codeOf(error)) {
    case '28P01':
    case '28000':
      return new StoreError(
        `${where} refused the user "${username}": wrong password or not allowed. Check DATABASE_URL.`,
      );
    case '3D000':
      return new StoreError(`${where} has no database "${pathname.slice(1)}". Create it, or correct DATABASE_URL.`);
    default:
      return new StoreError(
        `${where} cannot be reached (${codeOf(error) ?? 'no answer'}). Is the server running, and may this machine ` +
          'connect to it? Then check host and port in DATABASE_URL.',
      );
  }
}

function codeOf(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}

class Driver extends PostgresDriver {
  readonly #scope: TransactionScope;

  constructor(config: PostgresDialectConfig, scope: TransactionScope) {
    super(config);
    this.#scope = scope;
  }

  /** Would work here, outside of the transaction and unnoticed: what SQLite cannot do is an error on both engines. */
  override acquireConnection(): Promise<DatabaseConnection> {
    this.#scope.refuseInside();
    return super.acquireConnection();
  }
}
