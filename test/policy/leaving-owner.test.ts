// Whose departure ends what they let stand: found by account, and by a login where no account is known.
import { describe, expect, it } from 'vitest';
import type { ExceptionDecision } from '../../src/model/decision.ts';
import type { DepartureNotice } from '../../src/model/departure.ts';
import { DAY, isoDay } from '../../src/model/time.ts';
import { departures } from '../../src/policy/departures.ts';
import { exceptionsFor, withDecided } from '../../src/policy/exceptions.ts';
import { leavingOwner } from '../../src/policy/leaving-owner.ts';
import { reachOf } from '../../src/policy/reach.ts';
import { ALICE, makeCredential, makeFile, makeNotice, makePerson, NOW } from '../support/make-facts.ts';
import { makePolicy } from '../support/make-situation.ts';

const { id: credential } = makeCredential();
const WRITTEN = isoDay(NOW + 20 * DAY);
const alice = (given: Partial<DepartureNotice> = {}) => makeNotice({ who: { id: 8, login: 'alice' }, ...given });

describe('whose departure ends an exception', () => {
  const people = [ALICE, makePerson({ id: 9, login: 'carol' })];
  const who = {
    find: ({ id, login }: { readonly id?: number; readonly login?: string }) => {
      const person = people.find((each) => (id === undefined ? each.login === login?.toLowerCase() : each.id === id));
      return person && { person };
    },
    loginsOf: (id: number) => (id === 9 ? ['carol', 'caroline'] : []),
  };
  const ofNotices = (notices: readonly DepartureNotice[]) =>
    leavingOwner(
      departures(notices, (named) => who.find(named)?.person, NOW),
      who,
    );

  it.each([
    ['the same letters in other case', { login: 'ALICE' }, true],
    ['the same account by a command, whatever it is called', { id: 8, login: 'alice-b' }, true],
    ['another account that had the login then', { id: 80, login: 'alice' }, false],
    ['somebody else', { login: 'carol' }, false],
    ['nobody who is known', { login: 'ada' }, false],
  ])('%s', (_, owner, is) => {
    expect(ofNotices([alice()])(owner) !== undefined).toBe(is);
  });

  it('a login that the account had before, and nobody has now', () => {
    const find = ofNotices([makeNotice({ who: { id: 9 } })]);
    expect(find({ login: 'Caroline' })?.person?.id).toBe(9);
  });

  it('somebody of whom nothing but the login is known', () => {
    expect(ofNotices([makeNotice({ who: { login: 'ada' } })])({ login: 'Ada' })).toBeDefined();
  });

  it('the same account of which nothing but the id is known', () => {
    expect(ofNotices([makeNotice({ who: { id: 80 } })])({ id: 80, login: 'zoe' })).toBeDefined();
  });

  it('the earliest of several who have had the login, and their first end', () => {
    const names = { find: () => undefined, loginsOf: () => ['ada'] };
    const late = departures([makeNotice({ who: { id: 80 } })], () => undefined, NOW);
    const early = departures([makeNotice({ who: { id: 81 }, effectiveAt: NOW - 9 * DAY })], () => undefined, NOW);
    for (const all of [
      [...late, ...early],
      [...early, ...late],
    ])
      expect(leavingOwner(all, names)({ login: 'ada' })?.who.id).toBe(81);
  });

  it('counts for what was decided by command, too', () => {
    const decision: ExceptionDecision = {
      id: 'e',
      at: NOW - 2 * DAY,
      by: { id: 8, login: 'alice' },
      said: 'acme/security#7, comment 12',
      decides: 'exception',
      credential,
      repositories: 'shop',
      until: WRITTEN,
      because: 'the vendor replaces it',
      reach: reachOf(makeFile()),
    };
    const facts = { decisions: [decision], incidents: new Map(), files: new Map([[credential, makeFile()]]) };
    const standing = withDecided(makePolicy(), { ...facts, ownerLeaving: ofNotices([alice()]) }, NOW);
    expect(exceptionsFor(standing, credential, NOW)[0]?.void).toContain('its owner left');
    const grown = makeFile({ credential: makeCredential({ facts: { powers: 'contents: write' } }) });
    const wider = { ...facts, files: new Map([[credential, grown]]), ownerLeaving: ofNotices([alice()]) };
    const [held] = exceptionsFor(withDecided(makePolicy(), wider, NOW), credential, NOW);
    // It spared nothing before they left, so that it does not hold again by another owner.
    expect(held?.void).not.toContain('its owner left');
  });
});
