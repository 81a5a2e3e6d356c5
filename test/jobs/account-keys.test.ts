// When the public keys of people are looked at again.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { survey } from '../../src/jobs/survey-requests.ts';
import { DAY } from '../../src/model/time.ts';
import { type FastDays, startFastDays } from '../support/fast-days.ts';
import { type Door, makeDoor } from '../support/make-door.ts';
import { makeCredential, makePerson } from '../support/make-facts.ts';

let acme: Door;
let days: FastDays;
beforeAll(async () => {
  acme = await makeDoor({ rateLimit: 1_000_000 });
  days = await startFastDays(acme);
  await days.store.organizations.save(acme.organization);
}, 60_000);
afterAll(async () => {
  await days.close();
  await acme.close();
});

it('a private key that was found in code is held against the keys of people in every full pass, where nobody has a deploy key', async () => {
  const { id: org } = acme.acme;
  const leaked = makeCredential({ facts: { publicKey: 'a hash' } });
  await days.store.credentials.save(org, [leaked], days.now());
  await days.store.people.save(org, [makePerson({ id: acme.mallory.id, login: acme.mallory.login })]);
  const lookedAt = async () => (await days.store.records.read(org, 'account-keys', String(acme.mallory.id)))?.lookedAt;
  for (const _ of [1, 2]) {
    days.advance(8 * DAY);
    const before = days.now();
    await days.add(survey(org, 'all'));
    await days.work();
    expect(await lookedAt()).toBeGreaterThanOrEqual(before);
  }
  expect(days.failures).toEqual([]);
});
