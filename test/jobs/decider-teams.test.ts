// A team's name is anybody's who makes a team: which team is meant is known from when the policy was read first.
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Team } from '../../demo/github/model.ts';
import type { User } from '../../demo/github/records.ts';
import { directory } from '../../src/attribute/people.ts';
import type { Site } from '../../src/jobs/context.ts';
import { tieDeciderTeams } from '../../src/jobs/deciding/decider-teams.ts';
import { noRight } from '../../src/jobs/deciding/rights.ts';
import { deciders as examined } from '../../src/jobs/doctor/deciders.ts';
import { type FastDays, startFastDays } from '../support/fast-days.ts';
import { asKnown, type Door, makeDoor } from '../support/make-door.ts';
import { makePolicy } from '../support/make-situation.ts';

let acme: Door;
let days: FastDays;
let security: Team;
beforeEach(async () => {
  acme = await makeDoor();
  days = await startFastDays(acme);
  await days.store.organizations.save(acme.organization);
  security = acme.github.createTeam(acme.acme, acme.alice, 'Security');
  acme.github.addToTeam(acme.acme, acme.alice, security, acme.bob);
  acme.github.setCollaborator(acme.shop, acme.alice, acme.mallory, 'write');
});
afterEach(async () => {
  await days.close();
  await acme.close();
});

const site = () => ({ organization: acme.organization, github: acme.door });
const policyOf = (...deciders: string[]) => makePolicy({ cases: { repository: 'shop' }, deciders });
const read = (...deciders: string[]) => tieDeciderTeams(days.store, site(), policyOf(...deciders));
const may = async (who: User, ...deciders: string[]) =>
  (await noRight(days.store, site(), policyOf(...deciders), asKnown(acme.shop), who, directory([]))) === undefined;

function rename(team: Team, name: string): void {
  Object.assign(team, { name, slug: name.toLowerCase() });
}

/** As any member may. */
function takeName(name: string): void {
  acme.github.addToTeam(acme.acme, acme.mallory, acme.github.createTeam(acme.acme, acme.mallory, name), acme.mallory);
}

it('whoever makes a team of the former name decides nothing, and the team that was meant goes on deciding', async () => {
  await read('acme/Security');
  expect([await may(acme.bob, 'acme/security'), await may(acme.mallory, 'acme/security')]).toEqual([true, false]);
  rename(security, 'Guards');
  takeName('Security');
  await read('acme/Security');
  expect([await may(acme.bob, 'acme/security'), await may(acme.mallory, 'acme/security')]).toEqual([true, false]);
});

it('a team that was deleted is nobody, also when another one takes its name', async () => {
  await read('acme/security');
  acme.acme.teams.splice(acme.acme.teams.indexOf(security), 1);
  takeName('Security');
  await read('acme/security');
  expect([await may(acme.bob, 'acme/security'), await may(acme.mallory, 'acme/security')]).toEqual([false, false]);
});

it('a name that no team had when the policy was read with it is nobody, until the policy drops it and takes it up again', async () => {
  await read('acme/auditors');
  takeName('Auditors');
  await read('acme/auditors');
  expect(await may(acme.mallory, 'acme/auditors')).toBe(false);
  await read();
  await read('acme/auditors');
  expect(await may(acme.mallory, 'acme/auditors')).toBe(true);
});

it('a name that the policy drops and takes up again means the team that has it then', async () => {
  await read('acme/security');
  rename(security, 'Guards');
  takeName('Security');
  await read();
  await read('acme/security');
  expect([await may(acme.bob, 'acme/security'), await may(acme.mallory, 'acme/security')]).toEqual([false, true]);
});

it('a team that nobody looked up yet is the one that has the name when somebody decides, from then on', async () => {
  expect(await may(acme.bob, 'acme/security')).toBe(true);
  rename(security, 'Guards');
  takeName('Security');
  expect([await may(acme.bob, 'acme/security'), await may(acme.mallory, 'acme/security')]).toEqual([true, false]);
});

it('doctor tells what became of the team that was meant', async () => {
  const told = async (...deciders: string[]) => {
    const policy = policyOf(...(deciders.length === 0 ? ['acme/security'] : deciders));
    const reading = { policy, origin: 'acme/.github:.github/handback.yml@1', problems: [] };
    await days.store.policies.save(acme.acme.id, reading);
    const manifest = { default_events: [], default_permissions: {} };
    const found = await examined.run({ context: days.context, manifest, appId: 1, site: site() });
    return found.map(({ state, says }) => `${state}: ${says}`);
  };
  await read('acme/security', 'acme/auditors');
  expect(await told()).toEqual([expect.stringMatching(/^well/)]);
  takeName('Auditors');
  expect(await told('acme/auditors')).toEqual([
    expect.stringMatching(
      /^ill: no team was called acme\/auditors when the policy was first read.*nobody decides by it/,
    ),
  ]);
  rename(security, 'Guards');
  takeName('Security');
  expect(await told()).toEqual([expect.stringMatching(/^warning: the team acme\/security is called acme\/guards now/)]);
  acme.acme.teams.splice(acme.acme.teams.indexOf(security), 1);
  expect(await told()).toEqual([
    expect.stringMatching(/^ill: the team acme\/security was deleted.*nobody decides by it/),
  ]);
});

it('a team that was skipped because another one went while the list was read is the one that is meant', async () => {
  const many = Array.from({ length: 120 }, (_, at) => ({ id: 1000 + at, slug: at === 110 ? 'late' : `team-${at}` }));
  const lists = [many.filter(({ slug }) => slug !== 'late'), many];
  const pages = async function* (route: string) {
    if (route === 'GET /orgs/{org}/teams') yield* lists.shift() ?? many;
    else yield { id: acme.bob.id };
  };
  const shifting = { organization: acme.organization, github: { ...acme.door, pages } } as unknown as Site;
  expect([...(await tieDeciderTeams(days.store, shifting, policyOf('acme/late'))).values()]).toEqual([1110]);
  lists.push(many.filter(({ slug }) => slug !== 'late'));
  const why = await noRight(days.store, shifting, policyOf('acme/late'), asKnown(acme.shop), acme.bob, directory([]));
  expect(why).toBeUndefined();
});
