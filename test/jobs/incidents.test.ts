import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Context } from '../../src/jobs/context.ts';
import { runIncidents } from '../../src/jobs/incidents.ts';
import type { Decision } from '../../src/model/decision.ts';
import { incidentKey } from '../../src/model/incident.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { makePlaintext, NOW } from '../support/make-facts.ts';
import { makeRepository } from '../support/make-situation.ts';

const ACME = { id: 1, login: 'acme', installationId: 1, state: 'active' } as const;
const INCIDENT = { repositoryId: 1, issue: 7, shown: 'acme/shop#7' };

let dataDir: string;
let store: Store;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'incidents-'));
  store = await openStore({ dataDir });
  await store.organizations.save(ACME);
  await store.repositories.save(ACME.id, [makeRepository()]);
  const broken = { id: 'glass', at: NOW - 1, by: { id: 7, login: 'bob' }, said: 'acme/shop#1, comment 1' };
  const what = { decides: 'break-glass', credential: makePlaintext().id, incident: INCIDENT, because: 'release' };
  await store.decisions.add(ACME.id, [{ ...broken, ...what } as unknown as Decision]);
});
afterEach(async () => {
  await store.close();
  await rm(dataDir, { recursive: true, force: true });
});

/** What GitHub shows by the name of the issue, mostly nothing, and how it answers for its repository. */
async function state(
  repository: { readonly status: number; readonly data?: unknown },
  shown?: { readonly url: string; readonly state: string },
): Promise<string | undefined> {
  const github = { find: async () => shown, look: async () => repository };
  const shared = { store, now: () => NOW, queue: { add: async () => 0 } };
  const context = { ...shared, github: { forInstallation: async () => github } } as unknown as Context;
  await runIncidents(context, { org: ACME.id });
  return (await store.records.read(ACME.id, 'incidents', incidentKey(INCIDENT)))?.state;
}

it('an incident that was deleted is over, and one whose repository GitHub does not show either is not visible', async () => {
  expect(await state({ status: 404 })).toBe('not visible');
  expect(await state({ status: 200, data: { id: 2 } })).toBe('not visible');
  expect(await state({ status: 200, data: { id: 1 } })).toBe('closed');
});

it('an incident that was moved to another repository is neither open nor over by what stands there', async () => {
  const there = { status: 200, data: { id: 1 } };
  const at = (repository: string, seen: string) => ({
    url: `https://api.github.com/repos/${repository}/issues/7`,
    state: seen,
  });
  expect(await state(there, at('acme/elsewhere', 'open'))).toBe('not visible');
  expect(await state(there, at('acme/elsewhere', 'closed'))).toBe('not visible');
  expect((await store.records.read(ACME.id, 'incidents', incidentKey(INCIDENT)))?.endedAt).toBeUndefined();
  expect(await state(there, at('Acme/Shop', 'open'))).toBe('open');
  expect(await state(there, at('acme/shop', 'closed'))).toBe('closed');
});
