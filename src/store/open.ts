import { Kysely } from 'kysely';
import { outside, type TransactionScope, transactionScope } from './access.ts';
import { hasFile } from './data-folder.ts';
import { ledger } from './ledger.ts';
import { DONE, migrate, refuseNewer } from './migrate.ts';
import type { Engine } from './one-order.ts';
import { hasTable, postgresDialect } from './postgres.ts';
import { replacedRefuser, sqliteDialect } from './sqlite.ts';
import type { Store } from './store.ts';
import { StoreError } from './store-error.ts';
import type { Tables } from './tables.ts';

export type StoreTarget = { readonly dataDir: string } | { readonly databaseUrl: string };

export interface OpenedStore extends Store {
  readonly engine: Engine;
  /** For the embedded queue, which keeps its own tables beside the ledger's so that both commit together. */
  readonly db: Kysely<unknown>;
  /** Throws `NotOurs` where a newer Handback has been at the database since, or its file is another one. */
  stillOurs(): Promise<void>;
}

/** Opens the ledger, making or updating its tables. Throws `StoreError` when that is not possible. */
export async function openStore(target: StoreTarget): Promise<OpenedStore> {
  const engine = 'dataDir' in target ? 'sqlite' : 'postgres';
  const scope = transactionScope();
  const db = new Kysely<Tables>({ dialect: await dialectOf(target, scope) });
  const refuseReplaced = 'dataDir' in target ? replacedRefuser(target.dataDir) : () => {};
  try {
    await migrate(db, engine);
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return {
    ...ledger(outside(db, scope), scope),
    engine,
    db: db as unknown as Kysely<unknown>,
    stillOurs: async () => {
      refuseReplaced();
      await refuseNewer(db, engine);
    },
    close: () => db.destroy(),
  };
}

export function targetOf({
  DATA_DIR,
  DATABASE_URL,
}: {
  readonly DATA_DIR: string;
  readonly DATABASE_URL?: string | undefined;
}): StoreTarget {
  return DATABASE_URL ? { databaseUrl: DATABASE_URL } : { dataDir: DATA_DIR };
}

/** Opens nothing and makes nothing. */
export async function hasLedger(target: StoreTarget): Promise<boolean> {
  return 'dataDir' in target ? hasFile(target.dataDir) : await hasTable(target.databaseUrl, DONE);
}

/** Throws `StoreError` where none is: an empty one, made in passing, would tell of nothing and look like an answer. */
export async function expectLedger(target: StoreTarget): Promise<void> {
  if (await hasLedger(target)) return;
  throw new StoreError(
    `There is no ledger in ${placeOf(target)}. Run this in the folder in which \`handback serve\` runs, or set DATA_DIR or DATABASE_URL as for that.`,
  );
}

export function placeOf(target: StoreTarget): string {
  return 'dataDir' in target
    ? `${target.dataDir} that this user may see`
    : 'the database of DATABASE_URL, which has no tables of Handback';
}

async function dialectOf(target: StoreTarget, scope: TransactionScope) {
  return 'dataDir' in target ? sqliteDialect(target.dataDir, scope) : await postgresDialect(target.databaseUrl, scope);
}
