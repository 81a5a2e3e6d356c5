// One item of a list of teams, or of the members of one, that cannot be read: it hides no
// other, and nobody is out for it.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Team } from '../../demo/github/model.ts';
import { teamsOf } from '../../src/jobs/people/team-members.ts';
import { access } from '../../src/jobs/requests.ts';
import { DAY } from '../../src/model/time.ts';
import { type FastDays, startFastDays } from '../support/fast-days.ts';
import { asKnown, type Door, makeDoor } from '../support/make-door.ts';
import { lacking } from '../support/odd-items.ts';

let acme: Door;
let days: FastDays;
let ops: Team;
beforeEach(async () => {
  acme = await makeDoor({ rateLimit: 1_000_000 });
  days = await startFastDays(acme);
  await days.store.organizations.save(acme.organization);
  await days.store.repositories.save(acme.acme.id, [asKnown(acme.shop)]);
  ops = acme.github.createTeam(acme.acme, acme.alice, 'Ops');
  for (const who of [acme.bob, acme.alice]) acme.github.addToTeam(acme.acme, acme.alice, ops, who);
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await days.close();
  await acme.close();
});

const look = async (later = 0) => {
  days.advance(later);
  await days.add(access(acme.acme.id));
  await days.work();
};
const members = async () => {
  const teams = [...(await days.store.records.list(acme.acme.id, 'team-members')).values()];
  const open = ({ people }: (typeof teams)[number]) =>
    people.filter(({ goneAt }) => goneAt === undefined).map(({ login }) => login);
  return Object.fromEntries(teams.map((team) => [team.slug, open(team).toSorted()]));
};
const coverage = async () =>
  (await days.store.coverage.list(acme.acme.id)).find(({ source }) => source === 'team-member');
const leave = (who: Door['bob'], team = ops) => acme.github.removeFromTeam(acme.acme, acme.alice, team, who);
const site = () => ({ organization: acme.organization, github: acme.door });

it('a member that cannot be read hides no other, and takes nobody out', async () => {
  await look();
  lacking(/\/teams\/ops\/members$/, 'login', ({ id }) => id === acme.bob.id);
  acme.github.addToTeam(acme.acme, acme.alice, ops, acme.mallory);
  leave(acme.alice);
  const later = acme.github.createTeam(acme.acme, acme.alice, 'Zebra');
  acme.github.addToTeam(acme.acme, acme.alice, later, acme.alice);
  await look(DAY);
  expect(await members()).toEqual({ ops: ['alice', 'bob', 'mallory'], zebra: ['alice'] });
  expect(await coverage()).toMatchObject({ gap: { why: 'absent', says: expect.stringMatching(/^1 of 2 /) } });
  expect(await teamsOf(days.context, site(), acme.bob.id), 'which of them they are in').toBeUndefined();
  vi.unstubAllGlobals();
  await look(DAY);
  expect(await members()).toEqual({ ops: ['bob', 'mallory'], zebra: ['alice'] });
  expect((await coverage())?.gap).toBeUndefined();
});

it('a team that cannot be read hides no other, and takes none for deleted', async () => {
  await look();
  lacking(/\/orgs\/acme\/teams$/, 'slug', ({ id }) => id === ops.id);
  const later = acme.github.createTeam(acme.acme, acme.alice, 'Zebra');
  acme.github.addToTeam(acme.acme, acme.alice, later, acme.alice);
  await look(DAY);
  expect(await members()).toEqual({ ops: ['alice', 'bob'], zebra: ['alice'] });
  expect(await coverage()).toMatchObject({ gap: { why: 'absent', says: expect.stringMatching(/^1 of 2 /) } });
});
