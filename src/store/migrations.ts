import { type CreateTableBuilder, type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { factsTogether } from './facts-together.ts';
import { addNarrowColumns } from './narrow-columns.ts';
import { type Engine, oneOrder } from './one-order.ts';
import { addSeenWhole } from './seen-whole.ts';

/** Every schema that there was, one after the other. */
export function migrations(engine: Engine): Readonly<Record<string, Migration>> {
  return { ...MIGRATIONS, ...oneOrder(engine), ...factsTogether(engine) };
}

const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-ledger': {
    async up(db: Kysely<unknown>) {
      for (const [name, columns] of Object.entries(LEDGER)) await createTable(db, name, columns);
      for (const [table, ...columns] of INDEXES) {
        await db.schema
          .createIndex(`${table}_by_${columns.join('_')}`)
          .on(table)
          .columns(columns)
          .execute();
      }
    },
  },
  '0002-audit': {
    async up(db: Kysely<unknown>) {
      await createTable(db, 'audit_fact', { key: ['org', 'id'], text: ['id', 'body'], number: ['org', 'at'] });
    },
  },
  '0003-records': {
    async up(db: Kysely<unknown>) {
      await createTable(db, 'record', { key: ['org', 'kind', 'key'], text: ['kind', 'key', 'body'], number: ['org'] });
      await createTable(db, 'decision', { key: ['org', 'id'], text: ['id', 'body'], number: ['org', 'at'] });
    },
  },
  '0004-answers': {
    async up(db: Kysely<unknown>) {
      await createTable(db, 'answer', { key: ['url'], text: ['url', 'body'], number: ['saved_at'] });
    },
  },
  '0005-setters': { up: ownersBecomeSetters },
  '0006-narrow-reads': {
    async up(db: Kysely<unknown>) {
      const columns = { key: ['org', 'name', 'credential'], text: ['name', 'credential'], number: ['org'] };
      await createTable(db, 'credential_name', columns);
      await addNarrowColumns(db);
    },
  },
  '0008-seen-whole': { up: addSeenWhole },
  '0009-bypassers': { up: bypassersArePushers },
  '0010-heads-of-a-repository': {
    async up(db: Kysely<unknown>) {
      const columns = ['org', 'state', 'repository_id'];
      await db.schema
        .createIndex(`head_by_${columns.join('_')}`)
        .on('head')
        .columns(columns)
        .execute();
      await db.schema.dropIndex('head_by_org_state').execute();
    },
  },
  '0011-closed-heads': {
    async up(db: Kysely<unknown>) {
      await db.schema.alterTable('head').addColumn('closed_at', 'bigint').execute();
      await db.schema.createIndex('head_by_state_closed_at').on('head').columns(['state', 'closed_at']).execute();
    },
  },
  '0013-environments': { up: environmentsApart },
};

/** Mostly a repository has no environment with a credential in it: to learn that, none of the others is looked at. */
async function environmentsApart(db: Kysely<unknown>): Promise<void> {
  const places = ['org', 'repository_id'];
  await db.schema
    .createIndex(`credential_by_${places.join('_')}`)
    .on('credential')
    .columns(places)
    .execute();
  await db.schema
    .createIndex('credential_of_environment')
    .on('credential')
    .columns(places)
    .where(sql.ref('environment'), 'is not', null)
    .execute();
  await db.schema.dropIndex('credential_by_org_repository_id_environment').execute();
}

/**
 * Who saved a secret again was written down as its `owner` once, which no evidence is any more. The exact
 * bytes can stand nowhere else in a body: in a text of JSON every quotation mark has a backslash before it.
 */
export async function ownersBecomeSetters(db: Kysely<unknown>): Promise<void> {
  const [before, after] = ['"role":"owner"', '"role":"setter"'];
  await sql`update evidence set body = replace(body, ${before}, ${after}) where body like ${`%${before}%`}`.execute(db);
}

/**
 * Who pushed past the push protection was written down as stated to have made the secret. GitHub
 * knew who pushed, and says no more. As above the exact bytes stand nowhere else in a body.
 */
export async function bypassersArePushers(db: Kysely<unknown>): Promise<void> {
  const [before, after] = ['"strength":"stated"', '"strength":"authenticated"'];
  await sql`
    update evidence set body = replace(body, ${before}, ${after})
    where body like ${'%"kind":"push-protection-bypass"%'} and body like ${`%${before}%`}
  `.execute(db);
}

interface Columns {
  readonly key: readonly string[];
  readonly text?: readonly string[];
  readonly number?: readonly string[];
  /** May be null. */
  readonly maybeText?: readonly string[];
  readonly maybeNumber?: readonly string[];
}

const FACT: Columns = { key: ['org', 'id'], text: ['id', 'credential', 'body'], number: ['org', 'at'] };

const LEDGER: Readonly<Record<string, Columns>> = {
  delivery: {
    key: ['guid'],
    text: ['guid', 'event'],
    number: ['received_at'],
    maybeText: ['action'],
    maybeNumber: ['installation_id'],
  },
  organization: { key: ['id'], text: ['login', 'state'], number: ['id', 'installation_id'] },
  repository: {
    key: ['org', 'id'],
    text: ['full_name', 'default_branch', 'scanned_tips'],
    number: ['org', 'id', 'private', 'archived'],
    maybeNumber: ['gone_at'],
  },
  credential: {
    key: ['org', 'id'],
    text: ['id', 'kind', 'body'],
    number: ['org', 'first_seen_at', 'last_seen_at'],
    maybeText: ['source', 'scope'],
    maybeNumber: ['gone_at'],
  },
  sighting: {
    key: ['org', 'id'],
    text: ['id', 'credential', 'body'],
    number: ['org', 'first_seen_at'],
    maybeNumber: ['gone_at'],
  },
  evidence: FACT,
  observation: FACT,
  person: { key: ['org', 'id'], text: ['login'], number: ['org', 'id', 'bot'], maybeText: ['name'] },
  person_email: {
    key: ['org', 'person', 'address', 'source'],
    text: ['address', 'source'],
    number: ['org', 'person'],
  },
  departure_notice: { key: ['org', 'id'], text: ['id', 'body'], number: ['org', 'position', 'learned_at'] },
  engagement: { key: ['org', 'position'], text: ['body'], number: ['org', 'position'] },
  coverage: { key: ['org', 'source', 'scope'], text: ['source', 'scope', 'body'], number: ['org', 'looked_at'] },
  policy: { key: ['org'], text: ['body'], number: ['org'] },
  head: {
    key: ['org', 'repository_id', 'subject', 'sha'],
    text: ['subject', 'sha', 'state', 'body'],
    number: ['org', 'repository_id'],
  },
  outcome: { key: ['org', 'key'], text: ['key', 'hash', 'state'], number: ['org', 'remote'] },
  note: { key: ['key'], text: ['key', 'body'] },
  journal: { key: ['org', 'position'], text: ['body', 'hash'], number: ['org', 'position', 'at'] },
  counter: { key: ['org', 'name'], text: ['name'], number: ['org', 'value'] },
};

/** What is searched by something else than the front of its key. */
const INDEXES: readonly (readonly [table: string, ...columns: string[]])[] = [
  ['delivery', 'received_at'],
  ['organization', 'installation_id'],
  ['credential', 'org', 'source', 'scope'],
  ['head', 'org', 'state'],
];

async function createTable(db: Kysely<unknown>, name: string, columns: Columns): Promise<void> {
  let table: CreateTableBuilder<string, string> = db.schema.createTable(name);
  for (const column of columns.number ?? []) table = table.addColumn(column, 'bigint', (it) => it.notNull());
  for (const column of columns.text ?? []) table = table.addColumn(column, 'text', (it) => it.notNull());
  for (const column of columns.maybeNumber ?? []) table = table.addColumn(column, 'bigint');
  for (const column of columns.maybeText ?? []) table = table.addColumn(column, 'text');
  await table.addPrimaryKeyConstraint(`${name}_key`, [...columns.key]).execute();
}
