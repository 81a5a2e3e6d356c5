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

it('names what was not looked at yet, and says of nobody then that no secret is stored', async () => {
  const fresh = mkdtempSync(join(tmpdir(), 'uses-'));
  await install(fresh, 'acme');
  expect(await handback(fresh, 'uses')).toBe('Not looked at yet: the organisation.');
  const store = await openStore({ dataDir: fresh });
  const repository = { private: true, archived: false, defaultBranch: 'main' };
  await store.repositories.save(
    1,
    ['a', 'b', 'c', 'd', 'gone'].map((name, at) => ({
      ...repository,
      id: at + 1,
      fullName: `acme/${name}`,
      ...(name === 'gone' ? { goneAt: NOW } : {}),
    })),
  );
  const looked = (repositoryId?: number) => ({
    source: repositoryId === undefined ? 'organization-secret' : 'actions-secret',
    scope: repositoryId === undefined ? {} : { repositoryId },
    lookedAt: NOW,
  });
  await store.coverage.save(1, [looked()]);
  expect(await handback(fresh, 'uses')).toBe('Not looked at yet: acme/a, acme/b, acme/c and 1 more.');
  expect(await handback(fresh, 'uses', '--repository', 'b')).toBe('Not looked at yet: acme/b.');
  await store.coverage.save(1, [1, 2, 3, 4].map(looked));
  await store.close();
  expect(await handback(fresh, 'uses')).toBe('No secret is stored, as far as Handback looked.');
  rmSync(fresh, { recursive: true });
});
