import { describe, expect, it } from 'vitest';
import type { DepartureNotice } from '../../src/model/departure.ts';
import { DAY } from '../../src/model/time.ts';
import { derive, only } from '../support/make-departures.ts';
import { makeNotice, NOW } from '../support/make-facts.ts';
import { makePolicy, makeSituation } from '../support/make-situation.ts';

/** Who says it, what, which day it takes effect and which day it is learned, counted from today. */
type Said = readonly [source: string, says: 'leaves' | 'stays', effective: number, learned: number];

const said = (words: readonly Said[]) =>
  words.map(([source, says, effective, learned]) =>
    makeNotice({ source, says, effectiveAt: NOW + effective * DAY, learnedAt: NOW + learned * DAY }),
  );

describe('a return', () => {
  it.each<[string, readonly Said[], string, number]>([
    [
      'access at GitHub is one thing, whoever sees it: added to a repository answers removed from the organisation',
      [
        ['organization', 'leaves', -9, -9],
        ['repository-collaborators', 'stays', -5, -5],
      ],
      'rehired',
      0,
    ],
    [
      'and so does the sweep',
      [
        ['teams', 'leaves', -9, -9],
        ['sweep', 'stays', -1, -1],
      ],
      'rehired',
      0,
    ],
    [
      'access never answers the roster: a leaver who is let in again is a danger',
      [
        ['roster', 'leaves', -9, -20],
        ['organization', 'stays', -5, -5],
      ],
      'effective',
      1,
    ],
    [
      'nor a person who said it',
      [
        ['cli', 'leaves', -9, -9],
        ['repository-collaborators', 'stays', -5, -5],
      ],
      'effective',
      1,
    ],
    [
      'nor a block',
      [
        ['organization-block', 'leaves', -9, -9],
        ['repository-collaborators', 'stays', -5, -5],
      ],
      'effective',
      1,
    ],
    [
      'the roster does not answer that access is gone',
      [
        ['organization', 'leaves', -9, -9],
        ['roster', 'stays', -5, -5],
      ],
      'effective',
      1,
    ],
    [
      'access given before the last day is work, and contradicts nothing',
      [
        ['roster', 'leaves', 9, -9],
        ['repository-collaborators', 'stays', -5, -5],
      ],
      'scheduled',
      0,
    ],
    [
      'what was said before anybody left is history',
      [
        ['organization', 'stays', -400, -400],
        ['directory', 'leaves', -1, -1],
      ],
      'effective',
      0,
    ],
    [
      'everybody who said it must take it back',
      [
        ['roster', 'leaves', -9, -9],
        ['cli', 'leaves', -8, -8],
        ['roster', 'stays', -7, -7],
      ],
      'effective',
      1,
    ],
    [
      'a departure that was in effect was one, also when the last of several is taken back early',
      [
        ['roster', 'leaves', -9, -9],
        ['cli', 'leaves', 9, -8],
        ['roster', 'stays', -7, -7],
        ['cli', 'stays', -6, -6],
      ],
      'rehired',
      0,
    ],
    [
      'the next departure is judged by itself: announced and taken back is cancelled',
      [
        ['cli', 'leaves', -99, -99],
        ['cli', 'stays', -90, -90],
        ['cli', 'leaves', 30, -9],
        ['cli', 'stays', -5, -5],
      ],
      'cancelled',
      0,
    ],
  ])('%s', (_, words, state, contrary) => {
    const departure = only(derive(...said(words)));
    expect([departure.state, departure.contradicted.length]).toEqual([state, contrary]);
  });

  it('an operator can overrule what everybody said; what is said afterwards counts again', () => {
    const all = said([
      ['directory', 'leaves', -9, -9],
      ['organization', 'leaves', -9, -9],
    ]);
    const overruled = makeNotice({ source: 'cli', says: 'stays', effectiveAt: NOW - 5 * DAY, overrules: true });
    expect(only(derive(...all, overruled)).state).toBe('rehired');
    const again = makeNotice({ source: 'roster', effectiveAt: NOW - DAY });
    expect(only(derive(...all, overruled, again))).toMatchObject({ state: 'effective', effectiveAt: NOW - DAY });
  });

  it('of two words in one moment the one that says "leaves" counts', () => {
    const [out, back] = said([
      ['cli', 'leaves', -1, -1],
      ['cli', 'stays', -1, -1],
    ]) as [DepartureNotice, DepartureNotice];
    expect(only(derive(out, back)).state).toBe('effective');
    expect(only(derive(back, out)).state).toBe('effective');
  });
});

describe('a whole vendor', () => {
  it('taken back is not what was said of one of its people', () => {
    const own = makeNotice({ source: 'cli', effectiveAt: NOW - 3 * DAY });
    const [out, back] = (['leaves', 'stays'] as const).map((says, at) =>
      makeNotice({ source: 'cli', vendor: 'Initech', says, effectiveAt: NOW - (9 - at) * DAY }),
    ) as [DepartureNotice, DepartureNotice];
    expect(only(derive(out, back, own))).toMatchObject({ state: 'effective', effectiveAt: own.effectiveAt });
    expect(only(derive(own, out)).effectiveAt).toBe(out.effectiveAt);
  });
});

describe('an emergency', () => {
  it('has no grace: what stands fails checks from that moment on', () => {
    const policy = makePolicy({ grace_days: 14 });
    const from = (given: Partial<DepartureNotice>) =>
      makeSituation({ policy, notices: [makeNotice(given)] }).violations.map(({ enforceFrom }) => enforceFrom);
    expect(from({ effectiveAt: NOW - DAY })).toEqual([NOW + 13 * DAY]);
    expect(from({ effectiveAt: NOW - DAY, emergency: true })).toEqual([NOW - DAY]);
  });

  it('is one as soon as it is in effect, whoever else said it before', () => {
    const early = makeNotice({ source: 'roster', effectiveAt: NOW - 3 * DAY });
    const now = makeNotice({ source: 'organization-block', effectiveAt: NOW, emergency: true });
    expect(only(derive(early, now)).emergency).toBe(true);
    const later = makeNotice({ source: 'cli', effectiveAt: NOW + DAY, learnedAt: NOW - DAY, emergency: true });
    expect(only(derive(early, later)).emergency).toBeUndefined();
  });
});
