import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { look } from '../../src/jobs/requests.ts';
import { type FastDays, startFastDays } from '../support/fast-days.ts';
import { asKnown, type Door, makeDoor } from '../support/make-door.ts';

let acme: Door;
let days: FastDays;
beforeAll(async () => {
  acme = await makeDoor({ rateLimit: 1_000_000 });
  days = await startFastDays(acme);
  await days.store.organizations.save(acme.organization);
  await days.store.repositories.save(acme.acme.id, [asKnown(acme.shop)]);
}, 120_000);
afterEach(() => acme.github.clearFaults());
afterAll(async () => {
  await days.close();
  await acme.close();
});

async function looked(): Promise<Record<string, string>> {
  days.advance(60_000);
  await days.add(look(acme.acme.id, acme.shop.id));
  await days.work();
  const looks = await days.store.coverage.at(acme.acme.id, acme.shop.id);
  return Object.fromEntries(
    looks.filter(({ lookedAt }) => lookedAt === days.now()).map(({ source, gap }) => [source, gap?.why ?? 'seen']),
  );
}

it('a source that GitHub fails to answer for keeps no other from being looked at', async () => {
  const before = await looked();
  expect(before).toMatchObject({ 'deploy-key': 'seen', 'actions-secret': 'seen', 'actions-variable': 'seen' });
  acme.github.fault({ on: /^GET \/repos\/acme\/shop\/hooks/, status: 451, times: 1000 });
  expect(await looked()).toEqual({ ...before, webhook: 'failed' });
  expect(days.failures).toEqual([expect.stringMatching(/^look: .*451/)]);
});
