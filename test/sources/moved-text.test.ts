// A text that is read again by its name, and is not there any more.
import { expect, it } from 'vitest';
import type { GitHub } from '../../src/github/github.ts';
import { conversations } from '../../src/sources/conversations.ts';

const API = 'https://api.github.com';
const target = {
  organization: { id: 1, login: 'acme', installationId: 1, state: 'active' as const },
  repository: { id: 5, fullName: 'acme/shop', private: true, archived: false, defaultBranch: 'main', scannedTips: {} },
  now: 0,
  since: 0,
  again: ['issue #7'],
};

/** GitHub leads on to where an issue was moved. */
async function namesWhere(url: string, number: number): Promise<readonly string[]> {
  const github = {
    pages: async function* () {},
    find: async (_: string, __: object, schema: { parse(value: unknown): unknown }) =>
      schema.parse({ url, number, title: 'T', body: 'B', user: null, created_at: 0, updated_at: 0 }),
  } as unknown as GitHub;
  const [listing] = await Array.fromAsync(conversations.list(github, target));
  return listing?.texts?.map(({ name }) => name) ?? [];
}

it('an issue is read again where it is, and not where it was moved to: there it is none of this repository', async () => {
  expect(await namesWhere(`${API}/repos/acme/shop/issues/7`, 7)).toEqual(['issue #7']);
  expect(await namesWhere(`${API}/repos/acme/attic/issues/3`, 3)).toEqual([]);
  expect(await namesWhere(`${API}/repos/acme/attic/issues/7`, 7)).toEqual([]);
});
