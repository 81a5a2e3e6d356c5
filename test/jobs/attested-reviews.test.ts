// Whoever closes a review in time has attested it, however late Handback hears of it.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Context, Site } from '../../src/jobs/context.ts';
import { keepAttested } from '../../src/jobs/deciding/attested-reviews.ts';
import { DAY, type Instant, startOfDay } from '../../src/model/time.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { makeHome, makePolicy } from '../support/make-situation.ts';

const ACME = { id: 1, login: 'acme', installationId: 1, state: 'active' } as const;
const START = startOfDay('2026-10-01');
const END = START + 30 * DAY;

let dataDir: string;
let store: Store;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'reviews-'));
  store = await openStore({ dataDir });
  await store.organizations.save(ACME);
  await store.repositories.save(ACME.id, [makeHome()]);
  const policy = makePolicy({ reviews: { every_days: 30, since: '2026-10-01' } });
  await store.policies.save(ACME.id, { policy, origin: 'a file', problems: [] });
  await store.outcomes.save(ACME.id, 'case-issue:review:2026-10-01', { hash: 'x', remote: 7, state: 'open' });
});
afterEach(async () => {
  await store.close();
  await rm(dataDir, { recursive: true, force: true });
});

/** Alice closed the issue then; Handback looks later. */
async function closed(at: Instant, now: Instant): Promise<readonly string[]> {
  const closed_by = { id: 90, login: 'bob', type: 'User' };
  const url = 'https://api.github.com/repos/acme/security/issues/7';
  const issue = { url, state: 'closed', closed_at: new Date(at), closed_by };
  const find = async (route: string) => (route.includes('/issues/') ? issue : { permission: 'write', user: closed_by });
  const context = { store, now: () => now, log: { warn: () => undefined } } as unknown as Context;
  await keepAttested(context, { organization: ACME, github: { find } } as unknown as Site);
  return [...(await store.records.list(ACME.id, 'reviews')).keys()];
}

it('while it runs', async () => {
  expect(await closed(START + DAY, START + 2 * DAY)).toEqual(['review:2026-10-01']);
});

it('in its last moment, heard of after a week without Handback', async () => {
  expect(await closed(END - 1000, END + 7 * DAY)).toEqual(['review:2026-10-01']);
});

it('but not when the next one had begun', async () => {
  expect(await closed(END, END + 7 * DAY)).toEqual([]);
});
