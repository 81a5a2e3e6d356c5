import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { importAuditLog } from '../../src/jobs/audit/import.ts';
import { auditLog } from '../../src/jobs/requests.ts';
import { deletionKey } from '../../src/model/audit.ts';
import { entry, STORED_AT } from './entries.ts';
import { openAcme, piecesOf } from './ledger.ts';
import { type AuditWorld, openAuditWorld } from './world.ts';

describe('what an export says of deletions', () => {
  let acme: Awaited<ReturnType<typeof openAcme>>;
  beforeEach(async () => {
    acme = await openAcme();
  });
  afterEach(() => acme.close());

  const read = (...entries: readonly object[]) =>
    importAuditLog(acme, acme.organization, piecesOf(JSON.stringify(entries)), () => {});
  const kept = async () => Object.fromEntries(await acme.store.records.list(1, 'deletions'));
  const shop = { repositoryId: 11 };

  test('is kept by the id of the repository, and proofs are looked at again', async () => {
    const gone = entry({ action: 'repo.destroy', _document_id: 'one', key: undefined });
    const environment = { action: 'environment.delete', _document_id: 'two', environment_name: 'Prod', key: undefined };
    expect(await read(gone, entry(environment))).toMatchObject({ understood: 2, added: 2, unknown: 0, unreadable: [] });
    expect(await kept()).toEqual({
      [deletionKey(shop)]: { at: STORED_AT, action: 'repo.destroy', documentId: 'one' },
      [deletionKey({ ...shop, environment: 'prod' })]: {
        at: STORED_AT,
        action: 'environment.delete',
        documentId: 'two',
      },
    });
    expect(acme.jobs.map(({ type }) => type)).toContain('prove');
  });

  test('is the latest, in whatever order they come: a restored repository may be deleted again', async () => {
    const at = (document: string, created_at: number) =>
      entry({ action: 'repo.destroy', _document_id: document, created_at, '@timestamp': created_at });
    await read(at('second', STORED_AT + 5), at('first', STORED_AT));
    await read(at('zeroth', STORED_AT - 5));
    expect(await kept()).toMatchObject({ [deletionKey(shop)]: { documentId: 'second' } });
  });

  test('is over when the repository was restored, which its log says as well', async () => {
    const at = (action: string, created_at: number) =>
      entry({ action, _document_id: action, created_at, '@timestamp': created_at, key: undefined });
    await read(at('repo.restore', STORED_AT + 5), at('repo.destroy', STORED_AT));
    expect(await kept()).toMatchObject({ [deletionKey(shop)]: { action: 'repo.restore', at: STORED_AT + 5 } });
    expect(acme.jobs.map(({ type }) => type)).toEqual(expect.arrayContaining(['prove', 'enforce']));
  });

  test('is of nobody knows which repository without its id: the name of that day may be another one’s', async () => {
    expect(await read(entry({ action: 'repo.destroy', repo_id: undefined }))).toMatchObject({ understood: 1 });
    expect(await kept()).toEqual({});
    expect(acme.jobs.map(({ type }) => type)).not.toContain('prove');
  });
});

describe('what the audit log’s API says of deletions', () => {
  let audit: AuditWorld;
  beforeEach(async () => {
    audit = await openAuditWorld();
  });
  afterEach(() => audit.close());

  test('is kept, also where the log was read before Handback understood it', async () => {
    const { github, acme, alice, shop } = audit.world;
    const { store } = audit.ledger;
    const environment = github.createEnvironment(shop, alice, 'production');
    github.deleteEnvironment(environment, alice);
    github.deleteRepository(shop, alice);
    const before = JSON.stringify({ at: Date.now() + 3_600_000, finished: true });
    for (const group of ['repo', 'environment']) await store.notes.save(`audit-log:${acme.id}:${group}`, before);
    await audit.run(auditLog(acme.id));
    const kept = await store.records.list(acme.id, 'deletions');
    expect([...kept.keys()].toSorted()).toEqual([String(shop.id), `${shop.id}/production`]);
  });
});
