import type { Instant } from '../model/time.ts';
import type { Access } from './access.ts';
import type { Db } from './tables.ts';

/** The part of `Heads` about what was closed for long, whichever organisation's it is. */
export interface OldHeads {
  /**
   * Writes down of so many closed heads that they were closed at that moment, where none is known. Returns of how many.
   */
  noteClosed(at: Instant, limit: number): Promise<number>;
  /** Deletes so many that were closed before `before`, and returns what they were. */
  purge(before: Instant, limit: number): Promise<readonly Tip[]>;
}

interface Tip {
  readonly org: number;
  readonly repositoryId: number;
  readonly sha: string;
}

const KEY = ['org', 'repository_id', 'subject', 'sha'] as const;

export function oldHeads({ atomically }: Access): OldHeads {
  return {
    noteClosed: (at, limit) =>
      atomically(async (trx) => {
        const unnoted = closed(trx).where('closed_at', 'is', null).limit(limit);
        const noted = await trx
          .updateTable('head')
          .set({ closed_at: at })
          .where(({ eb, refTuple }) => eb(refTuple(...KEY), 'in', unnoted.$asTuple(...KEY)))
          // On PostgreSQL it may have been opened since, here and below.
          .where('state', '=', 'closed')
          .executeTakeFirst();
        return Number(noted.numUpdatedRows);
      }),

    purge: (before, limit) =>
      atomically(async (trx) => {
        const old = closed(trx).where('closed_at', '<', before).limit(limit);
        const rows = await trx
          .deleteFrom('head')
          .where(({ eb, refTuple }) => eb(refTuple(...KEY), 'in', old.$asTuple(...KEY)))
          .where('state', '=', 'closed')
          .returning(['org', 'repository_id', 'sha'])
          .execute();
        return rows.map(({ org, repository_id, sha }) => ({ org, repositoryId: repository_id, sha }));
      }),
  };
}

function closed(db: Db) {
  return db.selectFrom('head').select(KEY).where('state', '=', 'closed');
}
