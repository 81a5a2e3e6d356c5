import { afterAll, beforeAll, expect, it } from 'vitest';
import { enforce } from '../../src/jobs/requests.ts';
import { type FastDays, most, startFastDays } from '../support/fast-days.ts';
import { asKnown, type Door, makeDoor } from '../support/make-door.ts';
import { makeNotice, makePerson, NOW } from '../support/make-facts.ts';
import { makePolicy } from '../support/make-situation.ts';

const LEAVERS = Array.from({ length: 120 }, (_, number) =>
  makePerson({ id: 1000 + number, login: `leaver-${number}` }),
);

let acme: Door;
let days: FastDays;
beforeAll(async () => {
  acme = await makeDoor({ rateLimit: 1_000_000 });
  const security = await acme.github.createRepository(acme.acme, 'security', { actor: acme.alice });
  days = await startFastDays(acme);
  await days.store.organizations.save(acme.organization);
  await days.store.repositories.save(acme.acme.id, [asKnown(acme.shop), asKnown(security)]);
  await days.store.policies.save(acme.acme.id, { policy: makePolicy(), origin: 'default', problems: [] });
  await days.store.people.save(acme.acme.id, LEAVERS);
  await days.store.departures.add(
    acme.acme.id,
    LEAVERS.map(({ id, login }) => makeNotice({ who: { id, login }, effectiveAt: NOW })),
  );
});
afterAll(async () => {
  await days.close();
  await acme.close();
});

const security = () => acme.github.world.repository('acme', 'security')?.issues ?? [];

it('a whole vendor that leaves gets its cases, one each, spread over minutes', async () => {
  await days.add(enforce(acme.acme.id, true));
  await days.work();
  expect(days.failures).toEqual([]);
  expect(new Set(security().map(({ title }) => title)).size).toBe(LEAVERS.length);
  expect(security()).toHaveLength(LEAVERS.length);
  const times = days.writes.map(({ at }) => at);
  expect(most(times, 60_000)).toBeLessThanOrEqual(80);
  expect(days.now() - NOW).toBeLessThan(3 * 60_000);
}, 300_000);
