import { type Kysely, sql } from 'kysely';
import type { Coverage } from '../model/coverage.ts';
import type { Credential } from '../model/credential.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Sighting } from '../model/sighting.ts';
import { columnsOf, namesInCredentials, namesInEvidence, repositoryOf, saveNames } from './names.ts';
import { chunks, eachPage, parse } from './rows.ts';
import type { Db } from './tables.ts';

/** By these a part of the ledger is found: what lives in one repository, what is said of one credential. */
const INDEXES: readonly (readonly [table: string, ...columns: string[]])[] = [
  ['credential', 'org', 'repository_id', 'environment'],
  ['credential', 'org', 'public_key'],
  ['sighting', 'org', 'repository_id'],
  ['sighting', 'org', 'credential'],
  ['evidence', 'org', 'credential'],
  ['observation', 'org', 'credential'],
  // In the order in which they are read: else SQLite reads all looks in that order, and not these.
  ['coverage', 'org', 'repository_id', 'source', 'scope'],
];

/** Columns for what only the JSON said until now, filled for what a former version wrote. */
export async function addNarrowColumns(db: Kysely<unknown>): Promise<void> {
  for (const table of ['credential', 'sighting', 'coverage'])
    await db.schema.alterTable(table).addColumn('repository_id', 'bigint').execute();
  for (const column of ['environment', 'public_key'])
    await db.schema.alterTable('credential').addColumn(column, 'text').execute();
  for (const [table, ...columns] of INDEXES)
    await db.schema
      .createIndex(`${table}_by_${columns.join('_')}`)
      .on(table)
      .columns(columns)
      .execute();
  await fill(db as unknown as Db);
}

async function fill(db: Db): Promise<void> {
  const organizations = await db.selectFrom('organization').select('id').execute();
  for (const { id: org } of organizations) {
    await fillCredentials(db, org);
    await fillSightings(db, org);
    await fillCoverage(db, org);
    await eachPage(
      (after, limit) => formerEvidence(db, org, after, limit),
      (rows) => saveNames(db, org, namesInEvidence(rows.map(({ body }) => parse<Evidence>(body)))),
    );
  }
}

/** As it lay before migration 0012. */
async function formerEvidence(db: Db, org: number, after: string, limit: number) {
  const page = sql<{ id: string; body: string }>`
    select id, body from evidence where org = ${org} and id > ${after} order by id limit ${limit}
  `;
  return (await page.execute(db)).rows;
}

async function fillCredentials(db: Db, org: number): Promise<void> {
  const all = db.selectFrom('credential').selectAll().where('org', '=', org).orderBy('id');
  await eachPage(
    (after, limit) => all.where('id', '>', after).limit(limit).execute(),
    async (rows) => {
      const filled = rows.map((row) => ({ ...row, ...columnsOf(parse<Credential>(row.body)) }));
      for (const chunk of chunks(filled))
        await db
          .insertInto('credential')
          .values(chunk)
          .onConflict((it) =>
            it.columns(['org', 'id']).doUpdateSet((row) => ({
              repository_id: row.ref('excluded.repository_id'),
              environment: row.ref('excluded.environment'),
              public_key: row.ref('excluded.public_key'),
            })),
          )
          .execute();
      await saveNames(db, org, namesInCredentials(rows.map(({ body }) => parse<Credential>(body))));
    },
  );
}

async function fillSightings(db: Db, org: number): Promise<void> {
  const all = db.selectFrom('sighting').selectAll().where('org', '=', org).orderBy('id');
  await eachPage(
    (after, limit) => all.where('id', '>', after).limit(limit).execute(),
    async (rows) => {
      const filled = rows.map((row) => ({ ...row, repository_id: repositoryOf(parse<Sighting>(row.body)) }));
      for (const chunk of chunks(filled))
        await db
          .insertInto('sighting')
          .values(chunk)
          .onConflict((it) =>
            it.columns(['org', 'id']).doUpdateSet((row) => ({ repository_id: row.ref('excluded.repository_id') })),
          )
          .execute();
    },
  );
}

async function fillCoverage(db: Db, org: number): Promise<void> {
  const rows = await db.selectFrom('coverage').selectAll().where('org', '=', org).execute();
  const filled = rows.map((row) => ({ ...row, repository_id: repositoryOf(parse<Coverage>(row.body)) }));
  for (const chunk of chunks(filled))
    await db
      .insertInto('coverage')
      .values(chunk)
      .onConflict((it) =>
        it
          .columns(['org', 'source', 'scope'])
          .doUpdateSet((row) => ({ repository_id: row.ref('excluded.repository_id') })),
      )
      .execute();
}
