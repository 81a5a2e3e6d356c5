import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { NOW } from '../support/make-facts.ts';
import { handback, install } from './handback.ts';

let home: string;
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'uses-'));
  await install(home, 'acme');
  const store = await openStore({ dataDir: home });
  const gap = { why: 'permission' as const, says: 'not visible: needs agent_secrets: read' };
  const ids = [1, 2, 3, 4, 5];
  await store.coverage.save(
    1,
    ids.map((id) => {
      const scope = { repositoryId: id, repository: `acme/r${id}` };
      return { source: 'agents-secret', scope, lookedAt: NOW, gap };
    }),
  );
  await store.close();
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

it('says once what a missing permission hides, however many repositories there are', async () => {
  const lines = (await handback(home, 'uses')).split('\n').filter((line) => line.includes('agents-secret'));
  expect(lines).toEqual([
    '  agents-secret of acme/r1, acme/r2, acme/r3 and 2 more: not visible: needs agent_secrets: read',
  ]);
});
