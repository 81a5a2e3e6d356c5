// What the doctor takes for a place that somebody looks at again.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Context, Site } from '../../src/jobs/context.ts';
import { work } from '../../src/jobs/doctor/work.ts';
import { DAY } from '../../src/model/time.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { makeCoverage, NOW } from '../support/make-facts.ts';
import { makeRepository } from '../support/make-situation.ts';

const ACME = { id: 1, login: 'acme', installationId: 1, state: 'active' } as const;
const SHOP = 11;

let dataDir: string;
let store: Store;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'doctor-'));
  store = await openStore({ dataDir });
  await store.organizations.save(ACME);
  await store.repositories.save(ACME.id, [makeRepository({ id: SHOP, fullName: 'acme/shop' })]);
});
afterEach(async () => {
  await store.close();
  await rm(dataDir, { recursive: true, force: true });
});

it.each(['evidence: ref-update', 'invitation'])(
  'what could not be asked about a maker, or for another case, is no place that nobody looked at: %s',
  async (source) => {
    const gap = { why: 'permission', says: 'not visible: needs contents: read' } as const;
    await store.coverage.save(ACME.id, [
      makeCoverage({ source, scope: { repositoryId: SHOP }, lookedAt: NOW - 40 * DAY, gap }),
      makeCoverage({ source: 'code', scope: { repositoryId: SHOP }, lookedAt: NOW }),
    ]);
    const queue = { counts: async () => ({ waiting: 0, running: 0 }), dead: async () => [] };
    const context = { store, queue, now: () => NOW } as unknown as Context;
    const site = { organization: ACME } as unknown as Site;
    const manifest = { default_events: [], default_permissions: {} };
    const told = (await work.run({ context, manifest, appId: 1, site })).map(({ state, says }) => `${state}: ${says}`);
    expect(told).toContain('well: the one place was looked at within two days');
    expect(told).toContain(`warning: ${source}: not visible: needs contents: read (one place)`);
  },
);
