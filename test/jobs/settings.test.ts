import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
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
afterEach(() => acme.github.clearFaults());
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

/** What GitHub answers to whoever may not see the repository of the policy, and to nobody else. */
const NOT_FOUND = { status: 404, message: 'Not Found', times: 1000 };
const read = async () => {
  await days.add(settings(acme.acme.id));
  await days.work();
  return days.store.policies.read(acme.acme.id);
};

it('a policy whose repository GitHub does not show any more stays in force, and it is told', async () => {
  const before = await read();
  acme.github.fault({ on: /^GET \/repos\/acme\/\.github-private(?:\/|$)/, ...NOT_FOUND });
  for (const reading of [await read(), await read()]) {
    expect(reading?.policy).toEqual(before?.policy);
    expect(reading?.problems.map(({ says }) => says)).toEqual([expect.stringContaining('acme/.github-private')]);
  }
  acme.github.clearFaults();
  expect(await read()).toEqual(before);
});

it('a policy that was taken away is none any more', async () => {
  acme.github.fault({ on: /^GET \/repos\/acme\/\.github-private\/contents/, ...NOT_FOUND });
  expect(await read()).toMatchObject({ origin: 'default', policy: { mode: 'observe' }, problems: [] });
});
