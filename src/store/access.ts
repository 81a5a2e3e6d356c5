import { AsyncLocalStorage } from 'node:async_hooks';
import { StoreError } from './store-error.ts';
import type { Db } from './tables.ts';

/** How a part of the store reaches the database: the same code serves inside and outside of a transaction. */
export interface Access {
  /** The connection to use now. */
  readonly db: () => Db;
  /** Runs `work` in the open transaction, or in one of its own (`againstOthers`). */
  atomically<T>(work: (db: Db) => Promise<T>): Promise<T>;
}

/** Knows whether the running code was called from inside an open transaction. */
export interface TransactionScope {
  run<T>(work: (isOpen: () => boolean) => Promise<T>): Promise<T>;
  /** Throws inside: SQLite has one connection, so waiting for another one would never end. */
  refuseInside(): void;
}

export function transactionScope(): TransactionScope {
  const current = new AsyncLocalStorage<{ open: boolean }>();
  return {
    run(work) {
      const scope = { open: true };
      return current.run(scope, async () => {
        try {
          return await work(() => scope.open);
        } finally {
          scope.open = false;
        }
      });
    },
    refuseInside() {
      if (current.getStore()?.open) {
        throw new StoreError(
          'The database was used directly inside of a transaction. That work would not be part of the transaction, and on ' +
            'SQLite it would wait for it forever. Use the store that the transaction hands out, and give its `tx` to the queue.',
        );
      }
    },
  };
}

export function outside(db: Db, scope: TransactionScope): Access {
  return {
    db: () => {
      scope.refuseInside();
      return db;
    },
    atomically: async (work) => {
      scope.refuseInside();
      return againstOthers(() => db.transaction().execute(work));
    },
  };
}

/** Does a transaction once more where it lost to another one: it changes nothing but the database. */
export async function againstOthers<T>(transaction: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await transaction();
    } catch (error) {
      if (!isDeadlock(error) || tries === TRIES) throw error;
    }
  }
}

/** Each deadlock lets one of two through: so often nobody loses who stands against fewer than so many. */
const TRIES = 12;

/**
 * Rows are locked in one order as far as they can be known before: where two still wait for
 * each other, PostgreSQL lets one go through and takes the other back.
 */
function isDeadlock(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '40P01';
}

export function inside(transaction: Db, isOpen: () => boolean): Access {
  const db = (): Db => {
    if (isOpen()) return transaction;
    throw new StoreError('This transaction has ended. Await everything in it before its function returns.');
  };
  return { db, atomically: async (work) => work(db()) };
}
