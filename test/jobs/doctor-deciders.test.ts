import { afterAll, beforeAll, expect, it } from 'vitest';
import { deciders } from '../../src/jobs/doctor/deciders.ts';
import { type FastDays, startFastDays } from '../support/fast-days.ts';
import { type Door, makeDoor } from '../support/make-door.ts';
import { makePerson } from '../support/make-facts.ts';
import { makePolicy } from '../support/make-situation.ts';

let acme: Door;
let days: FastDays;
beforeAll(async () => {
  acme = await makeDoor();
  days = await startFastDays(acme);
  await days.store.organizations.save(acme.organization);
  await days.store.people.save(acme.acme.id, [makePerson({ id: 90, login: 'bob' })]);
  acme.github.createTeam(acme.acme, acme.alice, 'Deciders');
}, 120_000);
afterAll(async () => {
  await days.close();
  await acme.close();
});

async function told(...named: readonly (string | number)[]): Promise<readonly string[]> {
  const policy = makePolicy({ deciders: [...named] });
  const reading = { policy, origin: 'acme/.github-private:.github/handback.yml@1', problems: [] };
  await days.store.policies.save(acme.acme.id, reading);
  const site = { organization: acme.organization, github: acme.door };
  const manifest = { default_events: [], default_permissions: {} };
  const found = await deciders.run({ context: days.context, manifest, appId: 1, site });
  return found.map(({ state, says }) => `${state}: ${says}`);
}

it('those who are there are well, and none at all are nothing to tell of', async () => {
  expect(await told()).toEqual([]);
  expect(await told('acme/deciders', 'ACME/Deciders', 'bob', 90)).toEqual([
    'well: each of the 4 deciders of the policy leads to somebody',
  ]);
});

it('a team that is not there is wrong: whoever makes one of that name decides', async () => {
  expect(await told('acme/deciders', 'acme/security')).toEqual([
    expect.stringMatching(/^ill: there is no team acme\/security.*whoever makes one of that name/),
  ]);
  expect(await told('other/deciders')).toEqual([expect.stringMatching(/^ill: there is no team other\/deciders/)]);
});

it('a login or a user id by which nobody is known decides nothing', async () => {
  expect(await told(99)).toEqual([expect.stringMatching(/^warning: nobody is known here by the user id 99/)]);
  expect(await told('bbo')).toEqual([expect.stringMatching(/^warning: nobody is known here by the login bbo/)]);
});
