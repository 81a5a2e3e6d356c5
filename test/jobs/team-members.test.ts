import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Fault } from '../../demo/github/faults.ts';
import type { Team } from '../../demo/github/model.ts';
import { teamsOf } from '../../src/jobs/people/team-members.ts';
import { access } from '../../src/jobs/requests.ts';
import { DAY } from '../../src/model/time.ts';
import { type FastDays, startFastDays } from '../support/fast-days.ts';
import { asKnown, type Door, makeDoor } from '../support/make-door.ts';
import { NOW } from '../support/make-facts.ts';

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
const MEMBERS = /^GET \/orgs\/acme\/teams\/ops\/members/;

describe('the members of teams', () => {
  it('are read of every team, however many there are', async () => {
    for (let at = 0; at < 520; at += 1) acme.github.createTeam(acme.acme, acme.alice, `team ${at}`);
    const last = acme.acme.teams.at(-1);
    if (last) acme.github.addToTeam(acme.acme, acme.alice, last, acme.bob);
    await look();
    expect(Object.keys(await members())).toHaveLength(521);
    expect(await members()).toMatchObject({ ops: ['alice', 'bob'], 'team-519': ['bob'] });
    expect(await coverage()).toMatchObject({ lookedAt: NOW });
    expect((await coverage())?.gap).toBeUndefined();
  }, 60_000);

  it('who leave keep the look that saw it first, and a team that is deleted has none', async () => {
    await look();
    leave(acme.bob);
    await look(DAY);
    const record = await days.store.records.read(acme.acme.id, 'team-members', String(ops.id));
    expect(record).toMatchObject({ slug: 'ops', firstLookedAt: NOW, lookedAt: NOW + DAY });
    expect(record?.people).toMatchObject([
      { login: 'bob', since: NOW, seenAt: NOW, goneAt: NOW + DAY },
      { login: 'alice', since: NOW, seenAt: NOW + DAY },
    ]);
    acme.acme.teams.splice(acme.acme.teams.indexOf(ops), 1);
    await look(DAY);
    expect(await members()).toEqual({ ops: [] });
  });

  it('stay those of the team under its new name', async () => {
    await look();
    Object.assign(ops, { slug: 'operations' });
    await look(DAY);
    expect(await members()).toEqual({ operations: ['alice', 'bob'] });
  });
});

describe('a bad answer loses nothing', () => {
  const rateLimit = { 'retry-after': '30' };
  it.each<[string, Omit<Fault, 'on'>, string]>([
    ['403', { status: 403 }, 'not visible'],
    [
      '403 with the permission',
      { status: 403, headers: { 'x-accepted-github-permissions': 'members=read' } },
      'members: read',
    ],
    ['500', { status: 500, times: 9 }, 'failed'],
    ['429', { status: 429, headers: rateLimit }, 'later'],
    ['a cut connection', { cut: true, times: 9 }, 'failed'],
  ])('%s', async (_, fault, expected) => {
    await look();
    leave(acme.bob);
    acme.github.fault({ on: MEMBERS, ...fault });
    await look(DAY);
    if (expected === 'later') return expect(await members()).toEqual({ ops: ['alice'] });
    expect(await members()).toEqual({ ops: ['alice', 'bob'] });
    const { gap, lookedAt } = (await coverage()) ?? {};
    if (expected === 'failed') {
      // The queue tries again; until then the last look is that of before, which keeps a case open.
      expect({ gap, lookedAt, failed: days.failures.length }).toEqual({ gap: undefined, lookedAt: NOW, failed: 1 });
    } else expect(gap).toMatchObject({ why: 'permission', says: expect.stringContaining(expected) });
  });

  it.each([404, 410])('%i for a moment: they are asked for again', async (status) => {
    acme.github.fault({ on: MEMBERS, status });
    await look();
    expect(await members()).toEqual({ ops: ['alice', 'bob'] });
    expect((await coverage())?.gap).toBeUndefined();
  });

  it.each([404, 410])(
    '%i of a team that is listed all the same: not visible, and nobody has left it',
    async (status) => {
      const other = acme.github.createTeam(acme.acme, acme.alice, 'other');
      acme.github.addToTeam(acme.acme, acme.alice, other, acme.alice);
      await look();
      leave(acme.bob);
      leave(acme.alice, other);
      acme.github.fault({ on: MEMBERS, status, times: 9 });
      await look(DAY);
      expect(await members()).toEqual({ ops: ['alice', 'bob'], other: [] });
      const says = 'not visible: GitHub lists the team ops and says that its members are not there (404)';
      expect(await coverage()).toMatchObject({ gap: { why: 'absent', says } });
      expect(days.failures).toEqual([]);
    },
  );

  it('a team that is deleted after it was listed has nobody in it', async () => {
    await look();
    const { faults } = acme.github.world;
    const strike = faults.strike.bind(faults);
    faults.strike = (what) => {
      if (MEMBERS.test(what)) acme.acme.teams.splice(acme.acme.teams.indexOf(ops), 1);
      return strike(what);
    };
    await look(DAY);
    expect(await members()).toEqual({ ops: [] });
    expect((await coverage())?.gap).toBeUndefined();
  });
});

describe('the teams that a leaver is in', () => {
  const teams = (who: Door['bob']) => teamsOf(days.context, site(), who.id);
  const asked = () => acme.github.requests.filter(({ path }) => path.includes('/teams')).length;

  it('are looked at again, and no others', async () => {
    const other = acme.github.createTeam(acme.acme, acme.alice, 'other');
    acme.github.addToTeam(acme.acme, acme.alice, other, acme.alice);
    await look();
    const before = asked();
    expect(await teams(acme.bob)).toEqual(['ops']);
    expect(asked() - before).toBe(1);
    leave(acme.bob);
    expect(await teams(acme.bob)).toEqual([]);
    expect(await teams(acme.mallory)).toEqual([]);
    expect(asked() - before).toBe(2);
  });

  it('are all looked at where nobody has looked yet, or one has another name now', async () => {
    expect(await teams(acme.bob)).toEqual(['ops']);
    Object.assign(ops, { slug: 'operations' });
    expect(await teams(acme.bob)).toEqual(['operations']);
  });

  it('are not known where they may not be seen, which is not "in none"', async () => {
    await look();
    for (const on of [MEMBERS, /^GET \/orgs\/acme\/teams/]) {
      acme.github.fault({ on, status: 403, times: 2 });
      expect(await teams(acme.bob)).toBeUndefined();
      await look();
    }
  });
});
