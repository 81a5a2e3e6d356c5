import type { Db } from './tables.ts';

/**
 * Reserves `count` places in one of the organisation's sequences, first come first; others
 * wait until this transaction ends.
 */
export async function takePositions(db: Db, org: number, name: string, count: number): Promise<number> {
  const { value } = await db
    .insertInto('counter')
    .values({ org, name, value: count })
    .onConflict((it) =>
      it
        .columns(['org', 'name'])
        .doUpdateSet((row) => ({ value: row('counter.value', '+', row.ref('excluded.value')) })),
    )
    .returning('value')
    .executeTakeFirstOrThrow();
  return value - count;
}

/** How many places were ever taken. */
export async function takenPositions(db: Db, org: number, name: string): Promise<number> {
  const row = await db
    .selectFrom('counter')
    .select('value')
    .where('org', '=', org)
    .where('name', '=', name)
    .executeTakeFirst();
  return row?.value ?? 0;
}
