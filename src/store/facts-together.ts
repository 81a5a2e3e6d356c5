import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Engine } from './one-order.ts';

/**
 * Evidence and observations had a table each, in the order in which they came: all that is known of one
 * credential lay in five places of the file, which every pass looks up for each. Now it lies in one.
 */
export function factsTogether(engine: Engine): Readonly<Record<string, Migration>> {
  return {
    '0012-facts-together': {
      async up(db: Kysely<unknown>) {
        await makeFacts(db, engine);
        for (const about of FORMER) await moveFacts(db, about);
        // Of a table that was filled a moment ago the planner knows nothing.
        if (engine === 'postgres') await sql`analyze fact`.execute(db);
      },
    },
  };
}

const FORMER = ['evidence', 'observation'] as const;

/** SQLite keeps such a table in the order of its key. PostgreSQL keeps none in order, and the key finds its rows. */
async function makeFacts(db: Kysely<unknown>, engine: Engine): Promise<void> {
  // As `oneOrder` has the texts of all tables.
  const text = engine === 'postgres' ? sql`text collate "C" not null` : sql`text not null`;
  await sql`
    create table fact (
      org bigint not null, credential ${text}, about ${text}, id ${text}, at bigint not null, body text not null,
      constraint fact_key primary key (org, credential, about, id)
    ) ${engine === 'sqlite' ? sql`without rowid` : sql``}
  `.execute(db);
}

/** In the order of an index that is there: so nothing has to be sorted, however many there are. */
async function moveFacts(db: Kysely<unknown>, about: (typeof FORMER)[number]): Promise<void> {
  await sql`
    insert into fact (org, credential, about, id, at, body)
    select org, credential, ${about}, id, at, body from ${sql.table(about)} order by org, credential
  `.execute(db);
  await db.schema.dropTable(about).execute();
}
