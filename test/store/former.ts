import { type Kysely, sql } from 'kysely';
import { expect } from 'vitest';
import { credentialId } from '../../src/model/credential.ts';
import { type OpenedStore, openStore, type StoreTarget } from '../../src/store/open.ts';
import { makeCredential, makeEvidence, makeObservation, makeSighting } from '../support/make-facts.ts';

const ORG = 1;

/** A ledger that was written before parts of it could be read on their own answers these reads like any other. */
export async function formerLedgerIsRead(target: StoreTarget): Promise<void> {
  const before = await openStore(target);
  await before.organizations.save({ id: ORG, login: 'acme', installationId: 1, state: 'active' });
  const scope = { repositoryId: 3, repository: 'acme/shop', environment: 'production' };
  const facts = { publicKey: 'k', approvers: '@Mallory' };
  const all = Array.from({ length: 2_500 }, (_, at) => makeCredential({ id: credentialId(at), scope, facts }));
  await before.credentials.save(ORG, all, 7);
  const [{ id }] = all as [(typeof all)[0]];
  await before.evidence.add(ORG, [makeEvidence({ credential: id, who: { login: 'Bob' } })]);
  await before.observations.add(ORG, [makeObservation({ credential: id })]);
  await before.sightings.add(ORG, [makeSighting({ credential: id, scope })]);
  const blind = { source: 'webhook', scope: {}, lookedAt: 9, gap: { why: 'failed', says: 'no' } as const };
  await before.coverage.save(ORG, [{ source: 'deploy-key', scope, lookedAt: 9 }, blind]);
  const saw = await answers(before);
  expect(saw.map(({ length }) => length)).toEqual([2_500, 2_500, 2_500, 2_500, 1, 1, 1, 1, 1, 1]);
  await takeBack(before.db);
  await before.close();
  // As after an upgrade: one brings it up to date, and the others wait.
  const started = await Promise.all(Array.from({ length: 3 }, () => openStore(target)));
  for (const after of started) {
    expect(await answers(after)).toStrictEqual(saw);
    await after.close();
  }
}

async function answers(store: OpenedStore): Promise<readonly (readonly unknown[])[]> {
  return [
    await store.credentials.find(ORG, { places: [3] }),
    await store.credentials.find(ORG, { places: [3], environments: true }),
    await store.credentials.find(ORG, { publicKeys: ['k'] }),
    [...(await store.credentials.named(ORG, ['approver mallory']))].toSorted(),
    [...(await store.credentials.named(ORG, ['login bob']))],
    await store.sightings.at(ORG, 3),
    await store.coverage.at(ORG, 3),
    await store.coverage.behind(ORG, 5),
    await store.evidence.list(ORG),
    await store.observations.list(ORG),
  ];
}

/** The schema as it was. */
async function takeBack(db: Kysely<unknown>): Promise<void> {
  await takeFactsApart(db);
  for (const index of [
    'credential_by_org_repository_id',
    'credential_of_environment',
    'credential_by_org_public_key',
    'sighting_by_org_credential',
    'sighting_by_org_repository_id',
    'coverage_by_org_seen_whole_at_source_scope',
    'coverage_by_org_repository_id_source_scope',
    'head_by_org_state_repository_id',
    'head_by_state_closed_at',
  ])
    await sql`drop index ${sql.ref(index)}`.execute(db);
  await sql`create index head_by_org_state on head (org, state)`.execute(db);
  const columns = [
    'coverage.seen_whole_at',
    'credential.repository_id',
    'credential.environment',
    'credential.public_key',
  ];
  for (const each of [...columns, 'sighting.repository_id', 'coverage.repository_id', 'head.closed_at']) {
    const [table = '', column = ''] = each.split('.');
    await sql`alter table ${sql.table(table)} drop column ${sql.ref(column)}`.execute(db);
  }
  await sql`drop table credential_name`.execute(db);
  await sql`delete from handback_migration where name >= '0006'`.execute(db);
}

/** Evidence and observations in a table each, as they were before they lay together. */
export async function takeFactsApart(db: Kysely<unknown>): Promise<void> {
  for (const table of ['evidence', 'observation']) {
    await sql`
      create table ${sql.table(table)} (
        org bigint not null, at bigint not null, id text not null, credential text not null, body text not null,
        constraint ${sql.ref(`${table}_key`)} primary key (org, id)
      )
    `.execute(db);
    await sql`
      insert into ${sql.table(table)} (org, at, id, credential, body)
      select org, at, id, credential, body from fact where about = ${table}
    `.execute(db);
  }
  await sql`drop table fact`.execute(db);
}
