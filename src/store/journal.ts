import { createHash } from 'node:crypto';
import type { JournalEntry, JournalLink } from '../model/journal.ts';
import type { Access } from './access.ts';
import { takenPositions, takePositions } from './positions.ts';
import { chunks, parse } from './rows.ts';
import type { Store } from './store.ts';
import type { Db } from './tables.ts';

const PAGE = 1_000;

export function journal({ db, atomically }: Access): Store['journal'] {
  return {
    append: (org, entries) => atomically((trx) => appendTo(trx, org, entries)),

    async list(org) {
      const rows = await db().selectFrom('journal').select('body').where('org', '=', org).orderBy('position').execute();
      return rows.map(({ body }) => parse<JournalEntry>(body));
    },

    async *links(org) {
      const ofOrg = db().selectFrom('journal').select(['position', 'body', 'hash']).where('org', '=', org);
      for (let after = -1; ; ) {
        const page: JournalLink[] = await ofOrg.where('position', '>', after).orderBy('position').limit(PAGE).execute();
        yield* page;
        if (page.length < PAGE) return;
        after = page.at(-1)?.position ?? after;
      }
    },

    async tip(org) {
      const entries = await takenPositions(db(), org, 'journal');
      return { entries, hash: await lastHash(db(), org, entries) };
    },
  };
}

/** For what must not be kept without an entry: in the same transaction. */
export async function appendTo(trx: Db, org: number, entries: readonly JournalEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const first = await takePositions(trx, org, 'journal', entries.length);
  let hash = await lastHash(trx, org, first);
  const rows = entries.map(({ at, actor, did, about }, index) => {
    const body = JSON.stringify({ at, actor, did, about });
    hash = journalHash(hash, body);
    return { org, position: first + index, at, body, hash };
  });
  for (const chunk of chunks(rows)) await trx.insertInto('journal').values(chunk).execute();
}

/**
 * Each entry's hash covers the one before it, so that none can be changed or taken out unnoticed. The first follows ''.
 */
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
