import { sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { migrations } from './migrations.ts';
import type { Engine } from './one-order.ts';
import { isBusy } from './sqlite-error.ts';
import { NewerDatabase, StoreError } from './store-error.ts';
import type { Db } from './tables.ts';

/** The table that tells which have been made: where a ledger is, it is there. */
export const DONE = 'handback_migration';

/** Brings the database to the newest schema. Safe when several processes start at once. */
export async function migrate(db: Db, engine: Engine): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve(migrations(engine)) },
    migrationTableName: DONE,
    migrationLockTableName: 'handback_migration_lock',
  });
  const error = await unlessAnotherIs(async () => (await migrator.migrateToLatest()).error);
  if (error === undefined) return;
  const says = error instanceof Error ? error.message : String(error);
  if (/previously executed migration .* is missing/.test(says)) throw new NewerDatabase();
  throw new StoreError(`The database schema could not be brought up to date: ${says}`, { cause: error });
}

/** Each wait for another process is 15 s long; with half a million credentials it takes a minute or two. */
const MOST_WAITS = 40;

/** What another process on SQLite is at is awaited. PostgreSQL lets it wait without an end. */
async function unlessAnotherIs(update: () => Promise<unknown>): Promise<unknown> {
  for (let waits = 1; ; waits++) {
    const error = await update();
    if (!isBusy(error) || waits === MOST_WAITS) return error;
  }
}

/** Throws `NewerDatabase` where a newer Handback has brought the database up to date since this one opened it. */
export async function refuseNewer(db: Db, engine: Engine): Promise<void> {
  const { rows } = await sql<{ name: string }>`select name from ${sql.table(DONE)}`.execute(db);
  const ours = migrations(engine);
  if (!rows.every(({ name }) => name in ours)) throw new NewerDatabase();
}
