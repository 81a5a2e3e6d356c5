import { afterAll, beforeAll, expect, it } from 'vitest';
import { settings } from '../../src/jobs/requests.ts';
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
afterAll(async () => {
  await days.close();
  await acme.close();
});

it('a roster that is a folder is told as not readable', async () => {
  const by = { author: 'Alice', email: 'alice@acme.example', message: 'Settings' };
  const policy = await acme.github.createRepository(acme.acme, '.github-private', { actor: acme.alice });
  const text = 'version: 1\nroster:\n  repository: shop\n  path: people\n';
  await acme.github.commit(policy, [{ ...by, files: { '.github/handback.yml': text } }]);
  await acme.github.commit(acme.shop, [{ ...by, files: { 'people/all.yml': 'people: []\n' } }]);
  await days.add(settings(acme.acme.id));
  await days.work();
  const [roster] = (await days.store.coverage.at(acme.acme.id, undefined)).filter(({ source }) => source === 'roster');
  expect(roster?.gap?.says).toMatch(/people.*not a file/);
  expect(days.failures).toEqual([]);
});
