import { PostgresAdapter } from 'kysely';
import type { Coverage } from '../model/coverage.ts';
import type { Credential } from '../model/credential.ts';
import { chunks, distinct } from './rows.ts';
import { scopeKey } from './scope-key.ts';
import type { Db } from './tables.ts';

/** What this listing showed before and does not show now, unless it was seen again after the look. */
export async function unlistedNow(
  db: Db,
  org: number,
  look: Coverage,
  listed: readonly Credential[],
): Promise<readonly string[]> {
  const before = await db
    .selectFrom('credential')
    .select('id')
    .where('org', '=', org)
    .where('source', '=', look.source)
    .where('scope', '=', scopeKey(look.scope))
    .where('gone_at', 'is', null)
    .where('last_seen_at', '<=', look.lookedAt)
    .execute();
  const now = new Set<string>(listed.map(({ id }) => id));
  return before.flatMap(({ id }) => (now.has(id) ? [] : id));
}

export async function bury(db: Db, org: number, look: Coverage, unlisted: readonly string[]): Promise<void> {
  for (const ids of chunks(unlisted))
    await db
      .updateTable('credential')
      .set({ gone_at: look.lookedAt })
      .where('org', '=', org)
      .where('id', 'in', ids)
      .where('gone_at', 'is', null)
      .where('last_seen_at', '<=', look.lookedAt)
      .execute();
}

/**
 * Before rows are written in more than one pass: who holds the first of them gets them all.
 * SQLite lets only one write at all.
 */
export async function lockInOrder(db: Db, org: number, credentials: readonly string[]): Promise<void> {
  if (!(db.getExecutor().adapter instanceof PostgresAdapter)) return;
  const sorted = distinct(credentials, (id) => id);
  const ofOrg = db.selectFrom('credential').select('id').where('org', '=', org).orderBy('id').forUpdate();
  for (const ids of chunks(sorted)) await ofOrg.where('id', 'in', ids).execute();
}
