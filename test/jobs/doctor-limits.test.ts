import { expect, it } from 'vitest';
import type { Context, Site } from '../../src/jobs/context.ts';
import { limits } from '../../src/jobs/doctor/limits.ts';

async function told(data: unknown): Promise<readonly string[]> {
  const site = { github: { look: async () => ({ status: 200, data }) } } as unknown as Site;
  const manifest = { default_events: [], default_permissions: {} };
  const found = await limits.run({ context: {} as Context, manifest, appId: 1, site });
  return found.map(({ state, says, next }) => [state, says, next].filter(Boolean).join(' | '));
}

const reset = Date.UTC(2026, 10, 23, 12, 30) / 1000;

it('how much is left is told, and that work waits where nothing is', async () => {
  const graphql = { limit: 5000, remaining: 0, reset };
  expect(await told({ resources: { core: { limit: 12_500, remaining: 4321, reset }, graphql } })).toEqual([
    'well | 4,321 of 12,500 requests are left until 12:30 UTC',
    'warning | 0 of 5,000 points of GraphQL are left until 12:30 UTC | Work waits, and goes on then by itself.',
  ]);
});

it('a server without a limit has nothing to tell', async () => {
  expect(await told({ message: 'Rate limiting is not enabled.' })).toEqual([]);
});
