import { expect, it } from 'vitest';
import type { Context } from '../../src/jobs/context.ts';
import type { Examination } from '../../src/jobs/doctor/checkup.ts';
import { deliveries } from '../../src/jobs/doctor/deliveries.ts';
import { registration } from '../../src/jobs/doctor/registration.ts';

const APP = { slug: 'handback', html_url: 'https://github.example/apps/handback', permissions: {}, events: [] };
const manifest = { default_events: [], default_permissions: {} };

async function told(examination: Examination, listed: readonly object[]): Promise<string> {
  async function* pages() {
    yield* listed;
  }
  const github = { asApp: { find: async () => APP, pages } };
  const store = { deliveries: { has: async () => false } };
  const context = { github, store, now: () => 0 } as unknown as Context;
  const found = await examination.run({ context, manifest, appId: 1 });
  return found.map(({ state, says, next }) => [state, says, next].filter(Boolean).join(' | ')).join('\n');
}

it.each([
  ['on no account', [], /ill \| no organisation .* \| Install the App .*apps\/handback\/installations\/new/],
  [
    'on an organisation that the ledger does not know',
    [['acme', 'Organization']],
    /ill \| acme has installed it.*serve/,
  ],
  [
    'on a personal account',
    [['bob', 'User']],
    /ill \| .*personal account bob.*organisations only \| Uninstall it there/,
  ],
] as const)('an App that is installed %s is told of, with what to do', async (_, accounts, words) => {
  const installed = accounts.map(([login, type]) => ({ account: { login, type } }));
  expect(await told(registration, installed)).toMatch(words);
});

it.each([
  [400, 'Invalid HTTP Response: 400', /^ill \| .*WEBHOOK_SECRET/],
  [0, 'timed out', /^warning \| .*GitHub cannot reach its address/],
])('a delivery that failed with %d is told with what is the matter', async (status_code, status, words) => {
  const delivery = { guid: 'a', delivered_at: new Date(0), status, status_code, event: 'push' };
  expect(await told(deliveries, [delivery])).toMatch(words);
});
