import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Departure, DepartureNotice } from '../../src/model/departure.ts';
import { DAY } from '../../src/model/time.ts';
import { departuresAt, derive, only } from '../support/make-departures.ts';
import { ALICE, makeNotice, NOW } from '../support/make-facts.ts';

describe('somebody leaves', () => {
  it('scheduled until the day has come, effective from then on', () => {
    const at = NOW + DAY;
    const notice = makeNotice({ source: 'roster', effectiveAt: at, learnedAt: NOW - DAY });
    const stateAt = (now: number) => only(departuresAt(now, [notice])).state;
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
          effectiveAt: NOW + effective * DAY,
          learnedAt: NOW + learned * DAY,
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
      id,
      state,
      effectiveAt,
      learnedAt,
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
