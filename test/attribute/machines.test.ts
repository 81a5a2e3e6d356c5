import { describe, expect, it } from 'vitest';
import { machinesOf } from '../../src/attribute/machines.ts';
import { directory } from '../../src/attribute/people.ts';
import type { Engagement } from '../../src/model/person.ts';
import { makePerson } from '../support/make-facts.ts';

const mallory = makePerson({ id: 7, login: 'mallory', emails: [{ address: 'm@vendor.example', source: 'sso' }] });
const bob = makePerson({ id: 9, login: 'bob' });
const robot = makePerson({ id: 99, login: 'acme-ci' });
const line = (sponsor?: string, more: Partial<Engagement> = {}): Engagement => ({
  who: { login: 'acme-ci' },
  type: 'service',
  ...more,
  ...(sponsor ? { sponsor } : {}),
});
const had = (...sponsors: string[]) => ({ who: { login: 'acme-ci' }, sponsors });

/** What mallory holds, and what bob does. */
function held(roster: readonly Engagement[], before: Parameters<typeof machinesOf>[0]['before'] = []) {
  const find = machinesOf({ roster, before, known: directory([mallory, bob, robot]) });
  const told = (person: typeof bob) => find(person).map(({ now, sponsor = '' }) => `${now} ${sponsor}`.trim());
  return { mallory: told(mallory), bob: told(bob) };
}

describe('a machine account is held by', () => {
  it.each(['mallory', '@Mallory', ' mallory ', 'm@vendor.example'])('the sponsor of its line: %s', (sponsor) => {
    expect(held([line(sponsor)])).toEqual({ mallory: ['them'], bob: [] });
  });

  it.each<[string, Engagement[]]>([
    ['whose line has a sponsor whom nobody knows', [line('Mallory Contractor')]],
    ['whose line has no sponsor', [line()]],
    ['that is a person', [line('mallory', { type: 'contractor' })]],
  ])('nobody, if it is one %s', (_, roster) => {
    expect(held(roster)).toEqual({ mallory: [], bob: [] });
  });

  it.each<[string, Engagement[], string[], string[]]>([
    ['names somebody else who is known', [line('bob')], ['somebody bob'], ['them']],
    ['names somebody whom nobody knows', [line('the platform team')], ['nobody the platform team'], []],
    ['names nobody', [line()], ['nobody'], []],
    ['has no such line any more', [], ['nobody'], []],
    ['calls it a person', [line('bob', { type: 'contractor' })], ['nobody'], []],
  ])('whoever held it last, and it is handed over only when the roster names another: it %s', (_, roster, ...both) => {
    const [of, others] = both;
    expect(held(roster, [had('mallory')])).toEqual({ mallory: of, bob: others });
  });

  it('the last of several who held it, and not those before', () => {
    expect(held([line()], [had('mallory', 'bob')])).toEqual({ mallory: [], bob: ['nobody'] });
    expect(held([line('bob')], [had('bob', 'mallory', 'bob')])).toEqual({ mallory: ['somebody bob'], bob: ['them'] });
  });

  it('the same account when the roster begins to name it by its id', () => {
    const byId = line('bob', { who: { id: 99 } });
    expect(held([byId], [had('mallory')])).toEqual({ mallory: ['somebody bob'], bob: ['them'] });
  });

  it('the sponsor also where Handback knows no such account', () => {
    const roster = [line('mallory', { who: { login: 'other-ci' } })];
    const [machine] = machinesOf({ roster, before: [], known: directory([mallory]) })(mallory);
    expect(machine).toEqual({ who: { login: 'other-ci' }, now: 'them' });
  });
});
