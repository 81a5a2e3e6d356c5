import { afterAll, beforeAll, expect, it } from 'vitest';
import { enforce } from '../../src/jobs/requests.ts';
import { credentialId } from '../../src/model/credential.ts';
import type { FastDays } from '../support/fast-days.ts';
import { startLeaversWithKeys } from '../support/leavers-with-keys.ts';
import type { Door } from '../support/make-door.ts';
import { makeObservation, makePerson } from '../support/make-facts.ts';
import { makePolicy } from '../support/make-situation.ts';

/** More than are looked at together. */
const LEAVERS = Array.from({ length: 60 }, (_, at) => makePerson({ id: 1000 + at, login: `leaver-${at}` }));
const [FIRST, LAST] = ['leaver-0', 'leaver-59'];

const keyOf = (login: string) => credentialId('deploy-key', login);
const KEYS = [FIRST, LAST].map((login) => ({ id: keyOf(login), login, name: `key of ${login}` }));

let acme: Door;
let days: FastDays;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ acme, days, close } = await startLeaversWithKeys(makePolicy(), LEAVERS, KEYS));
}, 120_000);
afterAll(() => close());

const digests = () => acme.shop.issues.filter(({ body }) => body?.includes('<!-- handback:digest:'));
const run = async () => {
  await days.add(enforce(acme.acme.id, true));
  await days.work();
  expect(days.failures).toEqual([]);
};

it('leavers who are looked at one after the other share the digest of the repository', async () => {
  await run();
  expect(digests()).toHaveLength(1);
  expect(digests()[0]).toMatchObject({ state: 'open' });
  expect(digests()[0]?.body).toContain('2 credentials in `shop`');
  for (const login of [FIRST, LAST]) expect(digests()[0]?.body).toContain(`key of ${login}`);
}, 120_000);

it('what is left of one of them keeps it open, and it closes with the last', async () => {
  const { store } = days;
  for (const [login, other] of [
    [FIRST, LAST],
    [LAST, undefined],
  ] as const) {
    await store.observations.add(acme.acme.id, [
      makeObservation({ id: `gone ${login}`, credential: keyOf(login), at: days.now() }),
    ]);
    await run();
    expect(digests()).toHaveLength(1);
    expect(digests()[0]?.state).toBe(other === undefined ? 'closed' : 'open');
    if (other !== undefined) {
      expect(digests()[0]?.body).toContain(`key of ${other}`);
      expect(digests()[0]?.body).not.toContain(`key of ${login}`);
    }
  }
}, 120_000);
