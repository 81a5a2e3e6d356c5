// What the daily upkeep forgets of pull requests that are over.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { purgeHeads } from '../../src/jobs/purge.ts';
import { DAY } from '../../src/model/time.ts';
import { type OpenedStore, openStore } from '../../src/store/open.ts';
import { NOW } from '../support/make-facts.ts';
import { makeHead } from '../support/make-situation.ts';

const ORG = 1;
let dataDir: string;
let store: OpenedStore;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'purge-'));
  store = await openStore({ dataDir });
});
afterEach(async () => {
  await store.close();
  await rm(dataDir, { recursive: true });
});

const pulls = (from: number, many: number) =>
  Array.from({ length: many }, (_, at) => makeHead({ subject: `pull/${from + at}`, sha: `sha-${from + at}` }));
const purged = (day: number) => purgeHeads({ store, now: () => NOW + day * DAY });

it('is closed for a year: all of it, with what was written in its check, and nothing else', async () => {
  const [over, open] = [pulls(1, 1201), pulls(5000, 3)];
  await store.heads.save(ORG, [...over, ...open]);
  const [{ repositoryId } = makeHead()] = over;
  const remember = (key: string) => store.outcomes.save(ORG, key, { hash: 'x', remote: 7, state: 'closed' });
  for (const { sha } of [...over.slice(0, 3), ...open]) await remember(`check-run:${repositoryId}:${sha}`);
  await remember('case-issue:sha-1');
  for (const { subject } of over) await store.heads.close(ORG, repositoryId, subject);
  expect(await purged(0), 'from now on a year is counted').toBe(0);
  expect(await purged(364)).toBe(0);
  expect(await purged(366)).toBe(1201);
  expect(await purged(800)).toBe(0);
  expect((await store.heads.listOpen(ORG)).map(({ subject }) => subject)).toEqual(open.map(({ subject }) => subject));
  const kept = (await store.outcomes.list(ORG)).map(({ key }) => key);
  expect(kept).toEqual(['case-issue:sha-1', ...open.map(({ sha }) => `check-run:${repositoryId}:${sha}`)]);
});

it('was opened again meanwhile, and closed: its year begins anew', async () => {
  const [head = makeHead()] = pulls(1, 1);
  const close = () => store.heads.close(ORG, head.repositoryId, head.subject);
  await store.heads.save(ORG, [head]);
  await close();
  expect(await purged(0)).toBe(0);
  await store.heads.save(ORG, [head]);
  expect(await purged(366)).toBe(0);
  await close();
  expect(await purged(367)).toBe(0);
  expect(await purged(731)).toBe(0);
  expect(await purged(733)).toBe(1);
});
