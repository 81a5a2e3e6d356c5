import { describe, expect, test } from 'vitest';
import type { DepartureNotice } from '../../../src/model/departure.ts';
import type { Engagement, Person } from '../../../src/model/person.ts';
import type { Bench } from './bench.ts';

export function personContract({ store, newOrg }: Bench): void {
  const person = (id: number, more: Partial<Person> = {}): Person => ({
    id,
    login: `user-${id}`,
    bot: false,
    emails: [],
    ...more,
  });
  const notice = (more: Partial<DepartureNotice> = {}): DepartureNotice => ({
    source: 'roster',
    who: { id: 1, login: 'mallory' },
    says: 'leaves',
    effectiveAt: 100,
    learnedAt: 10,
    detail: 'people.yml line 3',
    ...more,
  });

  describe('people', () => {
    test('are one by user id, and their addresses are united', async () => {
      const org = newOrg();
      const work = { address: 'm@work.example', source: 'sso' } as const;
      const home = { address: 'm@home.example', source: 'github' } as const;
      await store().people.save(org, [person(2), person(1, { name: 'Mallory', emails: [work] })]);
      await store().people.save(org, [person(1, { login: 'renamed', emails: [home, work] })]);
      expect(await store().people.list(org)).toStrictEqual([
        person(1, { login: 'renamed', name: 'Mallory', emails: [home, work] }),
        person(2),
      ]);
    });

    test('may be named twice in one call', async () => {
      const org = newOrg();
      const emails = [{ address: 'a@b.example', source: 'roster' }] as const;
      await store().people.save(org, [person(1, { emails }), person(1, { login: 'last', emails })]);
      expect(await store().people.list(org)).toStrictEqual([person(1, { login: 'last', emails })]);
    });
  });

  describe('departures', () => {
    /** As they come back, without the ledger's own count. */
    const listed = async (org: number) =>
      (await store().departures.list(org)).map(({ heard, ...said }) => {
        expect(heard).toBeTypeOf('number');
        return said;
      });

    test('are counted in the order in which they came, whatever moments they tell of', async () => {
      const org = newOrg();
      await store().departures.add(org, [notice({ learnedAt: 30 })]);
      await store().departures.add(org, await store().departures.list(org));
      await store().departures.add(org, [notice({ source: 'late', learnedAt: 10 })]);
      const [late, soon] = await store().departures.list(org);
      expect([late?.source, (late?.heard ?? 0) > (soon?.heard ?? 0)]).toEqual(['late', true]);
      expect(await store().departures.list(org)).toHaveLength(2);
    });

    test('are kept once, in the order of learning', async () => {
      const org = newOrg();
      const later = notice({ source: 'cli', learnedAt: 30, detail: 'said so' });
      const same = notice({ source: 'scim', learnedAt: 10 });
      await store().departures.add(org, [later, notice(), same]);
      const stays = notice({ says: 'stays', learnedAt: 50 });
      await store().departures.add(org, [notice(), stays]);
      expect(await listed(org)).toStrictEqual([notice(), same, later, stays]);
    });

    test('count again when they are said again after having been taken back', async () => {
      const org = newOrg();
      const said = [notice(), notice({ says: 'stays', learnedAt: 50 }), notice({ learnedAt: 99 })];
      await store().departures.add(org, said);
      expect(await listed(org)).toStrictEqual(said);
    });

    test('differ by every word of the notice', async () => {
      const org = newOrg();
      const differing = [
        notice(),
        notice({ source: 'x' }),
        notice({ who: { id: 2, login: 'mallory' } }),
        notice({ who: { login: 'mallory' } }),
        notice({ who: { email: 'mallory' } }),
        notice({ effectiveAt: 101 }),
        notice({ detail: 'line 4' }),
        notice({ who: { email: 'mallory', directory: 'one' } }),
        notice({ vendor: 'Initech' }),
        notice({ emergency: true }),
        notice({ overrules: true }),
      ];
      await store().departures.add(org, differing);
      await store().departures.add(org, differing.toReversed());
      expect(await listed(org)).toStrictEqual(differing);
    });
  });

  describe('engagements', () => {
    const engagement = (login: string): Engagement => ({ who: { login }, type: 'contractor', end: '2026-12-31' });

    test('are the roster as it stands, in its order', async () => {
      const org = newOrg();
      await store().engagements.replace(org, [engagement('z'), engagement('a'), engagement('z')]);
      expect(await store().engagements.list(org)).toStrictEqual([engagement('z'), engagement('a'), engagement('z')]);
      await store().engagements.replace(org, [engagement('b')]);
      expect(await store().engagements.list(org)).toStrictEqual([engagement('b')]);
      await store().engagements.replace(org, []);
      expect(await store().engagements.list(org)).toEqual([]);
    });

    test('replaced by two at once are one of the two, not a mixture', async () => {
      const org = newOrg();
      const rosters = [['a', 'b', 'c'], ['d', 'e'], ['f']].map((logins) => logins.map(engagement));
      await Promise.all(rosters.map((roster) => store().engagements.replace(org, roster)));
      expect(rosters).toContainEqual(await store().engagements.list(org));
    });
  });
}
