import { createHash } from 'node:crypto';
import type { Access } from './access.ts';
import { takePositions } from './positions.ts';
import { chunks, parse } from './rows.ts';
import type { JournalEntry, Store } from './store.ts';
import type { Db } from './tables.ts';

export function journal({ db, atomically }: Access): Store['journal'] {
  return {
    append: (org, entries) =>
      atomically(async (trx) => {
        if (entries.length === 0) return;
        const first = await takePositions(trx, org, 'journal', entries.length);
        let hash = await lastHash(trx, org, first);
        const rows = entries.map(({ at, actor, did, about }, index) => {
          const body = JSON.stringify({ at, actor, did, about });
          hash = journalHash(hash, body);
          return { org, position: first + index, at, body, hash };
        });
        for (const chunk of chunks(rows)) await trx.insertInto('journal').values(chunk).execute();
      }),

    async list(org) {
      const rows = await db().selectFrom('journal').select('body').where('org', '=', org).orderBy('position').execute();
      return rows.map(({ body }) => parse<JournalEntry>(body));
    },
  };
}

/** Each entry's hash covers the one before it, so that none can be changed or taken out unnoticed. The first follows ''. */
export function journalHash(previous: string, body: string): string {
  return createHash('sha256').update(`${previous}\n${body}`).digest('hex');
}

async function lastHash(db: Db, org: number, next: number): Promise<string> {
  const last = await db
    .selectFrom('journal')
    .select('hash')
    .where('org', '=', org)
    .where('position', '=', next - 1)
    .executeTakeFirst();
  return last?.hash ?? '';
}
