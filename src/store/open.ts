import { Kysely } from 'kysely';
import { outside, type TransactionScope, transactionScope } from './access.ts';
import { ledger } from './ledger.ts';
import { migrate, refuseNewer } from './migrate.ts';
import type { Engine } from './one-order.ts';
import { postgresDialect } from './postgres.ts';
import { replacedRefuser, sqliteDialect } from './sqlite.ts';
import type { Store } from './store.ts';
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

async function dialectOf(target: StoreTarget, scope: TransactionScope) {
  return 'dataDir' in target ? sqliteDialect(target.dataDir, scope) : await postgresDialect(target.databaseUrl, scope);
}
