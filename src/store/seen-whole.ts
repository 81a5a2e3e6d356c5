import { type Kysely, sql } from 'kysely';

/** When a place with a gap was seen as a whole: never, also for whoever asks since the beginning of time. */
export const BEFORE_ALL = -1;

/** Where something is not visible stood in the JSON alone: to find it, every look of every organisation was read. */
export async function addSeenWhole(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('coverage')
    .addColumn('seen_whole_at', 'bigint', (it) => it.notNull().defaultTo(BEFORE_ALL))
    .execute();
  await sql`update coverage set seen_whole_at = looked_at where body not like '%"gap":%'`.execute(db);
  await db.schema
    .createIndex('coverage_by_org_seen_whole_at_source_scope')
    .on('coverage')
    .columns(['org', 'seen_whole_at', 'source', 'scope'])
    .execute();
}
