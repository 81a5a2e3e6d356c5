import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { askRuns } from '../../src/jobs/asking/last-runs.ts';
import type { Context, Site } from '../../src/jobs/context.ts';
import type { CaseItem } from '../../src/model/case.ts';
import { openStore } from '../../src/store/open.ts';
import { NOW } from '../support/make-facts.ts';

it('a workflow of which GitHub knows nothing is not one that never ran', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'runs-'));
  const store = await openStore({ dataDir });
  const paths = ['unknown', 'idle', 'busy'].map((name) => `.github/workflows/${name}.yml`);
  const dependents = paths.map((workflow) => ({ repositoryId: 1, repository: 'acme/shop', workflow }));
  const runs = { 'idle.yml': [], 'busy.yml': [{ created_at: new Date(NOW) }] };
  const github = {
    find: async (_: string, { workflow_id }: { readonly workflow_id: keyof typeof runs }) =>
      runs[workflow_id] && { workflow_runs: runs[workflow_id] },
  };
  const context = { store, now: () => NOW } as unknown as Context;
  const site = { organization: { id: 1, login: 'acme' }, github } as unknown as Site;
  expect(await askRuns(context, site, [{ uses: { dependents } }] as unknown as CaseItem[])).toBe(true);
  const { asked } = (await store.records.read(1, 'runs', '1')) ?? {};
  expect(paths.map((path) => asked?.[path])).toEqual([
    { at: NOW },
    { at: NOW, lastRunAt: null },
    { at: NOW, lastRunAt: NOW },
  ]);
  await store.close();
  await rm(dataDir, { recursive: true, force: true });
});
