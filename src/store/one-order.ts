import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export type Engine = 'sqlite' | 'postgres';

/**
 * Texts by which rows are found or put in order. PostgreSQL keeps them as the database's language
 * has it, "a" before "B" and some letters equal to nothing, SQLite and our code as their bytes
 * are: lists would come in another order, and two that lock the same rows in "one" order in two.
 */
const TEXTS: Readonly<Record<string, readonly string[]>> = {
  delivery: ['guid'],
  organization: ['state'],
  credential: ['id', 'source', 'scope', 'environment', 'public_key'],
  credential_name: ['name', 'credential'],
  sighting: ['id', 'credential'],
  evidence: ['id', 'credential'],
  observation: ['id', 'credential'],
  audit_fact: ['id'],
  record: ['kind', 'key'],
  decision: ['id'],
  person_email: ['address', 'source'],
  departure_notice: ['id'],
  coverage: ['source', 'scope'],
  head: ['subject', 'sha', 'state'],
  outcome: ['key'],
  note: ['key'],
  answer: ['url'],
  counter: ['name'],
};

/** Bytes have no language: the texts stay as they are, and what was built on their order is built anew. */
export function oneOrder(engine: Engine): Readonly<Record<string, Migration>> {
  return { '0007-one-order': { up: engine === 'postgres' ? orderByBytes : async () => undefined } };
}

async function orderByBytes(db: Kysely<unknown>): Promise<void> {
  for (const [table, columns] of Object.entries(TEXTS)) {
    const changes = columns.map((column) => sql`alter column ${sql.ref(column)} type text collate "C"`);
    await sql`alter table ${sql.table(table)} ${sql.join(changes)}`.execute(db);
    // What was known of a changed column's contents is gone, and without it the planner reads whole tables.
    await sql`analyze ${sql.table(table)}`.execute(db);
  }
}
