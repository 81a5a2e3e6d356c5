// What the doctor says of events that did not arrive.
import { expect, it } from 'vitest';
import type { Context } from '../../src/jobs/context.ts';
import { deliveries } from '../../src/jobs/doctor/deliveries.ts';
import { NOW } from '../support/make-facts.ts';

it('why events did not arrive is told of those that are lost, and not of those that came later', async () => {
  const all = [
    { guid: 'well', status: 'OK', status_code: 200 },
    { guid: 'lost', status: 'timed out', status_code: 0 },
    { guid: 'fetched', status: 'Service Unavailable', status_code: 503 },
  ];
  const pages = async function* () {
    for (const each of all) yield { ...each, delivered_at: new Date(NOW), event: 'push' };
  };
  const store = { deliveries: { has: async (guid: string) => guid !== 'lost' } };
  const context = { github: { asApp: { pages } }, store, now: () => NOW } as unknown as Context;
  const manifest = { default_events: [], default_permissions: {} };
  const [told] = await deliveries.run({ context, manifest, appId: 1 });
  expect(told).toMatchObject({ state: 'warning', says: '1 of the last 3 did not arrive: no answer (timed out)' });
});
