// Who may decide what: every kind of speaker against every weight of decision.
import { describe, expect, it } from 'vitest';
import type { Desk } from '../../../src/policy/commands/desk.ts';
import { forbids, isAbout, type Weight } from '../../../src/policy/commands/rights.ts';
import {
  ALICE,
  BOB,
  CAROL,
  deskOf,
  file,
  initech,
  inPull,
  leaving,
  MALLORY,
  ofMachine,
} from '../../support/make-desk.ts';

const WEIGHTS: readonly Weight[] = ['records', 'spares', 'approves'];

describe('who may decide', () => {
  it.each<[string, Desk, readonly Weight[]]>([
    ['somebody who has nothing to do with it', deskOf(CAROL), WEIGHTS],
    ['who approved it once', deskOf(BOB), WEIGHTS],
    ['who set it last', deskOf(ALICE), ['records', 'approves']],
    ['the leaver', deskOf(MALLORY), []],
    ['the leaver, elsewhere', deskOf(MALLORY, { place: inPull }), []],
    [
      'who made it and is here again',
      deskOf(MALLORY, { place: inPull, departures: [leaving(MALLORY, 'rehired')] }),
      ['records', 'approves'],
    ],
    ['who has left', deskOf(CAROL, { departures: [leaving(CAROL, 'effective')] }), []],
    ['whose last day is set', deskOf(CAROL, { departures: [leaving(CAROL, 'scheduled')] }), ['records']],
    [
      'the leaver before the last day, in a pull request',
      deskOf(MALLORY, { place: inPull, departures: [leaving(MALLORY, 'scheduled')] }),
      [],
    ],
    [
      'who set it last and leaves soon, in another one’s case',
      deskOf(ALICE, { departures: [leaving(ALICE, 'scheduled')] }),
      [],
    ],
    ['whose departure was cancelled', deskOf(CAROL, { departures: [leaving(CAROL, 'cancelled')] }), WEIGHTS],
    ['who has no right at GitHub', deskOf(CAROL, { noRight: 'you may not' }), []],
    ['who works for the vendor of the leaver', deskOf(CAROL, initech(CAROL.id, MALLORY.id)), ['records']],
    [
      'who works for the vendor of its maker',
      deskOf(CAROL, { ...initech(CAROL.id, MALLORY.id), place: inPull }),
      ['records'],
    ],
    [
      'who works for the vendor of whoever set it last',
      deskOf(CAROL, { ...initech(CAROL.id, ALICE.id), place: inPull }),
      ['records'],
    ],
    [
      'who works for another vendor',
      deskOf(CAROL, { vendorOf: (one) => (one === CAROL.id ? 'Initrode' : 'Initech') }),
      WEIGHTS,
    ],
    ['who alone is known to work for a vendor', deskOf(CAROL, initech(CAROL.id)), WEIGHTS],
    [
      'who works for the vendor of whoever approved it',
      deskOf(CAROL, { ...initech(CAROL.id, BOB.id), place: inPull }),
      WEIGHTS,
    ],
  ])('%s: %#', (_, desk, allowed) => {
    expect(WEIGHTS.filter((weight) => forbids(desk, weight, file) === undefined)).toEqual(allowed);
  });

  const brought = { at: 'pull', repositoryId: 1, found: [file.credential.id], authors: [CAROL.id] } as const;
  it.each<[string, Partial<Desk>, readonly Weight[]]>([
    ['who opened the pull request that brings it', { place: brought }, ['records', 'approves']],
    ['who opened it and leaves soon', { place: brought, departures: [leaving(CAROL, 'scheduled')] }, []],
    ['who opened one that brings something else', { place: { ...brought, found: [] } }, WEIGHTS],
    ['who opened none', { place: { ...brought, authors: [BOB.id] } }, WEIGHTS],
  ])('%s, though no evidence names them: %#', (_, given, allowed) => {
    const desk = deskOf(CAROL, given);
    expect(WEIGHTS.filter((weight) => forbids(desk, weight, file) === undefined)).toEqual(allowed);
  });

  it.each([
    ['stays', [], ['records', 'approves']],
    ['leaves soon', [leaving(CAROL, 'scheduled')], []],
  ])('who answers for the machine account that made it, and %s', (_, departures, allowed) => {
    const made = ofMachine('@Carol');
    const desk = deskOf(CAROL, { place: inPull, departures });
    expect(WEIGHTS.filter((weight) => forbids(desk, weight, made) === undefined)).toEqual(allowed);
    expect(forbids(deskOf(BOB, { place: inPull }), 'spares', made)).toBeUndefined();
  });

  it('vendors are the same however they are spelled', () => {
    const vendorOf = (one: number) => (one === CAROL.id ? 'INITECH' : 'Initech');
    expect(forbids(deskOf(CAROL, { vendorOf }), 'approves', file)).toContain('same vendor');
  });

  it('any of several departures of one account decides: heard of by its login alone, it is another than by its id', () => {
    const { person: _, ...byLogin } = { ...leaving(CAROL, 'cancelled'), who: { login: 'carol' } };
    for (const state of ['effective', 'scheduled'] as const) {
      const desk = deskOf(CAROL, { departures: [byLogin, leaving(CAROL, state)] });
      expect(forbids(desk, 'approves', file)).toBeDefined();
    }
  });

  it('a login that somebody else has now is nobody’s departure; without an id the login decides', () => {
    const byLogin = { ...leaving(BOB, 'effective'), who: { login: 'BOB' } };
    const { person: _, ...unmatched } = byLogin;
    expect(isAbout(byLogin, { id: 7_000, login: 'bob' })).toBe(false);
    expect(isAbout(byLogin, { id: BOB.id, login: 'renamed' })).toBe(true);
    expect(isAbout(unmatched, { id: 7_000, login: 'bob' })).toBe(true);
    expect(isAbout({ ...unmatched, who: { id: BOB.id, login: 'bob' } }, { id: 7_000, login: 'bob' })).toBe(false);
  });
});
