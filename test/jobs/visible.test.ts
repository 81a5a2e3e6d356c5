// When something counts as looked at.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { NotVisible } from '../../src/github/github.ts';
import { visible } from '../../src/jobs/asking/visible.ts';
import type { Context } from '../../src/jobs/context.ts';
import { HOUR } from '../../src/model/time.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { NOW } from '../support/make-facts.ts';

let dataDir: string;
let store: Store;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'visible-'));
  store = await openStore({ dataDir });
});
afterEach(async () => {
  await store.close();
  await rm(dataDir, { recursive: true, force: true });
});

it.each([
  ['seen', async () => ['somebody']],
  ['refused', () => Promise.reject(new NotVisible({ why: 'permission', says: 'not visible' }))],
])('a list is as old as the moment at which its reading began: %s', async (_, list) => {
  let clock = NOW;
  const context = { store, now: () => clock, log: { warn: () => undefined } } as unknown as Context;
  await visible(context, 1, 'team-member', {}, async () => {
    // Whoever leaves now may have been on a page that was read before.
    clock += HOUR;
    return list();
  });
  expect(await store.coverage.at(1, undefined)).toMatchObject([{ source: 'team-member', lookedAt: NOW }]);
});
