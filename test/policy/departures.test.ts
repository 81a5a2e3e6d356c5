import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { directory } from '../../src/attribute/people.ts';
import type { Departure, DepartureNotice } from '../../src/model/departure.ts';
import { DAY } from '../../src/model/time.ts';
import { departures } from '../../src/policy/departures.ts';
import { ALICE, EVERYBODY, makeNotice, NOW } from '../support/make-facts.ts';

const people = directory(EVERYBODY);
const derive = (...notices: DepartureNotice[]) => departures(notices, (who) => people.find(who)?.person, NOW);

function only(found: readonly Departure[]): Departure {
  const [first, ...more] = found;
  if (first === undefined || more.length > 0) throw new Error(`${found.length} departures instead of one`);
  return first;
}

describe('somebody leaves', () => {
  it('scheduled until the day has come, effective from then on', () => {
    const at = NOW + DAY;
    const notice = makeNotice({ source: 'roster', effectiveAt: at, learnedAt: NOW - DAY });
    const stateAt = (now: number) => only(departures([notice], (who) => people.find(who)?.person, now)).state;
    expect([at - 1, at, at + 1].map(stateAt)).toEqual(['scheduled', 'effective', 'effective']);
  });

  it('the earliest day that any source names counts', () => {
    const early = makeNotice({ source: 'roster', effectiveAt: NOW - 3 * DAY, learnedAt: NOW - DAY });
    const late = makeNotice({ source: 'organization', effectiveAt: NOW - DAY, learnedAt: NOW - DAY });
    expect(only(derive(late, early)).effectiveAt).toBe(early.effectiveAt);
  });

  it('of one source only the latest word counts', () => {
    const first = makeNotice({ source: 'roster', effectiveAt: NOW - 5 * DAY, learnedAt: NOW - 9 * DAY });
    const second = makeNotice({ source: 'roster', effectiveAt: NOW + 5 * DAY, learnedAt: NOW - 8 * DAY });
    const { state, effectiveAt, notices } = only(derive(first, second));
    expect({ state, effectiveAt }).toEqual({ state: 'scheduled', effectiveAt: second.effectiveAt });
    expect(notices).toHaveLength(2);
  });

  it('under whatever name a source knows them: it is one departure', () => {
    const byLogin = makeNotice({ source: 'cli', who: { login: 'Mallory' } });
    const byEmail = makeNotice({ source: 'roster', who: { email: 'mallory@vendor.example' } });
    expect(only(derive(makeNotice(), byLogin, byEmail))).toMatchObject({ person: { id: 7 }, state: 'effective' });
  });

  it('two people who leave are two departures', () => {
    expect(derive(makeNotice(), makeNotice({ who: { id: ALICE.id, login: ALICE.login } }))).toHaveLength(2);
  });

  it('nobody who only ever stayed has a departure', () => {
    expect(derive(makeNotice({ says: 'stays' }))).toEqual([]);
  });
});

describe('sources that disagree', () => {
  it('leaving wins, and whoever says otherwise is shown', () => {
    const stays = makeNotice({ source: 'repository-collaborators', says: 'stays', detail: 'added to acme/shop' });
    const { state, contradicted } = only(derive(makeNotice({ source: 'roster' }), stays));
    expect(state).toBe('effective');
    expect(contradicted).toEqual([stays]);
  });

  it('taken back before the day: cancelled', () => {
    const said = makeNotice({ source: 'cli', effectiveAt: NOW + 9 * DAY, learnedAt: NOW - 3 * DAY });
    const back = makeNotice({ source: 'cli', says: 'stays', effectiveAt: NOW - DAY, learnedAt: NOW - DAY });
    expect(only(derive(said, back))).toMatchObject({
      state: 'cancelled',
      effectiveAt: said.effectiveAt,
      contradicted: [],
    });
  });

  it('taken back after the day: rehired', () => {
    const said = makeNotice({ effectiveAt: NOW - 9 * DAY });
    const back = makeNotice({ says: 'stays', effectiveAt: NOW - DAY, learnedAt: NOW - DAY });
    expect(only(derive(said, back)).state).toBe('rehired');
  });

  it('rehired and gone again: effective, with the new day', () => {
    const [out, back, outAgain] = [9, 5, 1].map((days, index) =>
      makeNotice({ says: index === 1 ? 'stays' : 'leaves', effectiveAt: NOW - days * DAY }),
    ) as [DepartureNotice, DepartureNotice, DepartureNotice];
    expect(only(derive(out, back, outAgain))).toMatchObject({ state: 'effective', effectiveAt: outAgain.effectiveAt });
  });
});

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
  it('is one as soon as it is in effect, whoever else said it before', () => {
    const early = makeNotice({ source: 'roster', effectiveAt: NOW - 3 * DAY });
    const now = makeNotice({ source: 'organization-block', effectiveAt: NOW, emergency: true });
    expect(only(derive(early, now)).emergency).toBe(true);
    const later = makeNotice({ source: 'cli', effectiveAt: NOW + DAY, learnedAt: NOW - DAY, emergency: true });
    expect(only(derive(early, later)).emergency).toBeUndefined();
  });
});

describe('somebody of the directory whom nobody knows', () => {
  const jo = (directory: string, given: Partial<DepartureNotice> = {}) =>
    makeNotice({ source: 'directory', who: { email: 'jo@acme.example', directory }, ...given });

  it('is one departure with whoever is named by that address alone', () => {
    const byAddress = makeNotice({ source: 'roster', who: { email: 'Jo@acme.example' } });
    expect(derive(jo('one'), byAddress)).toHaveLength(1);
  });

  it('is not the next owner of the address, and the address alone then names neither', () => {
    const byAddress = makeNotice({ source: 'roster', who: { email: 'jo@acme.example' } });
    expect(derive(jo('one'), jo('two'), byAddress)).toHaveLength(3);
  });

  it('does not come back because a new entry has the old name', () => {
    const known = (who: DepartureNotice['who']) => (who.directory ? people.find({ id: 7 })?.person : undefined);
    const back = jo('two', { says: 'stays', effectiveAt: NOW, learnedAt: NOW });
    const [departure] = departures([jo('one'), back], known, NOW);
    expect(departure).toMatchObject({ state: 'effective', contradicted: [{ says: 'stays' }] });
    const same = jo('one', { says: 'stays', effectiveAt: NOW, learnedAt: NOW });
    expect(departures([jo('one'), same], known, NOW)[0]?.state).toBe('rehired');
  });

  it('keeps the case that was opened when they become known', () => {
    const before = only(derive(jo('one')));
    const known = (who: DepartureNotice['who']) => (who.directory ? people.find({ id: 7 })?.person : undefined);
    expect(departures([jo('one')], known, NOW)).toMatchObject([{ id: before.id, person: { id: 7 } }]);
  });
});

describe('somebody nobody knows', () => {
  const stranger = makeNotice({ source: 'roster', who: { login: 'ghost' } });

  it('leaves visibly, without an account', () => {
    const departure = only(derive(stranger));
    expect(departure.person).toBeUndefined();
    expect(departure.who.login).toBe('ghost');
    expect(departure.state).toBe('effective');
  });

  it('is one departure whatever the case of the name', () => {
    expect(derive(stranger, makeNotice({ source: 'cli', who: { login: 'GHOST' } }))).toHaveLength(1);
  });
});

describe('whatever is said', () => {
  const sources = fc.constantFrom('roster', 'organization', 'cli');
  const whos = fc.constantFrom(
    { id: 7, login: 'mallory' },
    { login: 'ghost' },
    { email: 'jo@acme.example' },
    { email: 'jo@acme.example', directory: 'one' },
    { email: 'jo@acme.example', directory: 'two' },
  );
  const anything = fc.array(
    fc
      .record({
        source: fc.constantFrom('roster', 'organization', 'sweep', 'cli', 'directory'),
        says: fc.constantFrom('leaves' as const, 'stays' as const),
        who: whos,
        effective: fc.integer({ min: -3, max: 3 }),
        learned: fc.integer({ min: -3, max: 0 }),
        vendor: fc.constantFrom(undefined, 'Initech'),
        flag: fc.constantFrom(undefined, 'emergency', 'overrules'),
      })
      .map(({ effective, learned, vendor, flag, ...rest }) =>
        makeNotice({
          ...rest,
          ...{ effectiveAt: NOW + effective * DAY, learnedAt: NOW + learned * DAY },
          ...(vendor ? { vendor } : {}),
          ...(flag ? { [flag]: true } : {}),
        }),
      ),
    { maxLength: 8 },
  );

  it('any order of anything, learned in whatever moments, converges', () => {
    const orders = anything.chain((all) =>
      fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2 }).map((shuffled) => ({ all, shuffled })),
    );
    fc.assert(
      fc.property(orders, ({ all, shuffled }) => {
        const sorted = (found: readonly Departure[]) => found.toSorted((a, b) => (a.id < b.id ? -1 : 1));
        expect(sorted(derive(...shuffled))).toEqual(sorted(derive(...all)));
      }),
    );
  });

  it('nobody who was said to leave is dropped: every name is in one departure', () => {
    fc.assert(
      fc.property(anything, (all) => {
        const found = derive(...all).flatMap(({ notices }) => notices);
        for (const notice of all.filter(({ says: word }) => word === 'leaves')) expect(found).toContainEqual(notice);
      }),
    );
  });

  const says = fc.constantFrom('leaves' as const, 'stays' as const);
  const moves = fc.array(fc.record({ source: sources, says, day: fc.integer({ min: -20, max: 20 }) }), {
    maxLength: 8,
  });
  // Each is learned at a moment of its own, so that "latest" means something.
  const ledgers = moves.map((made) =>
    made.map(({ day, ...rest }, index) =>
      makeNotice({ ...rest, effectiveAt: NOW + day * DAY, learnedAt: NOW - 100 + index }),
    ),
  );
  const derived = (notices: readonly DepartureNotice[]) =>
    derive(...notices).map(({ id, state, effectiveAt, learnedAt, contradicted }) => ({
      ...{ id, state, effectiveAt, learnedAt },
      contradicted: new Set(contradicted),
    }));

  it('neither the order nor repetition of notices makes a difference', () => {
    const orders = ledgers.chain((all) => {
      const twice = fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2 });
      return twice.map((shuffled) => ({ all, shuffled }));
    });
    fc.assert(
      fc.property(orders, ({ all, shuffled }) => {
        expect(derived(shuffled)).toEqual(derived(all));
      }),
    );
  });

  it('only the last word of each source decides', () => {
    fc.assert(
      fc.property(ledgers, (all) => {
        const last = [...new Map(all.map((notice) => [notice.source, notice])).values()];
        const leaving = last.filter((notice) => notice.says === 'leaves').map(({ effectiveAt }) => effectiveAt);
        const [departure] = derived(all);
        if (leaving.length > 0) {
          expect(departure?.effectiveAt).toBe(Math.min(...leaving));
          expect(departure?.state).toBe(Math.min(...leaving) <= NOW ? 'effective' : 'scheduled');
        } else expect(['cancelled', 'rehired', undefined]).toContain(departure?.state);
      }),
    );
  });
});
