import { afterAll, beforeAll, expect, it } from 'vitest';
import { enforce } from '../../src/jobs/requests.ts';
import { credentialId } from '../../src/model/credential.ts';
import { type FastDays, startFastDays } from '../support/fast-days.ts';
import { asKnown, type Door, makeDoor } from '../support/make-door.ts';
import { makeCredential, makeEvidence, makeNotice, makeObservation, makePerson, NOW } from '../support/make-facts.ts';
import { makePolicy } from '../support/make-situation.ts';

/** More than are looked at together. */
const LEAVERS = Array.from({ length: 60 }, (_, at) => makePerson({ id: 1000 + at, login: `leaver-${at}` }));
const [FIRST, LAST] = ['leaver-0', 'leaver-59'];

let acme: Door;
let days: FastDays;
const keyOf = (login: string) => credentialId('deploy-key', login);
beforeAll(async () => {
  acme = await makeDoor({ rateLimit: 1_000_000 });
  const security = await acme.github.createRepository(acme.acme, 'security', { actor: acme.alice });
  days = await startFastDays(acme);
  const { store } = days;
  const org = acme.acme.id;
  await store.organizations.save(acme.organization);
  await store.repositories.save(org, [asKnown(acme.shop), asKnown(security)]);
  await store.policies.save(org, { policy: makePolicy(), origin: 'default', problems: [] });
  await store.people.save(org, LEAVERS);
  const left = LEAVERS.map(({ id, login }) => makeNotice({ who: { id, login }, effectiveAt: NOW }));
  await store.departures.add(org, left);
  const scope = { repositoryId: acme.shop.id, repository: 'acme/shop' };
  for (const login of [FIRST, LAST]) {
    const key = makeCredential({ id: keyOf(login), name: `key of ${login}`, scope });
    await store.credentials.save(org, [key], NOW);
    await store.evidence.add(org, [makeEvidence({ id: `made ${login}`, credential: key.id, who: { login } })]);
  }
}, 120_000);
afterAll(async () => {
  await days.close();
  await acme.close();
});

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
