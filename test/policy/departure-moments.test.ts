// When a departure is known, who is asked for by which name, and what two entries of one directory are to each other.
import { describe, expect, it } from 'vitest';
import type { Person, Who } from '../../src/model/person.ts';
import { DAY, type Instant } from '../../src/model/time.ts';
import { departures } from '../../src/policy/departures.ts';
import { blockedAsTold, freedUnseen, UNSEEN } from '../../src/policy/voices.ts';
import { derive, only } from '../support/make-departures.ts';
import { makeNotice, NOW } from '../support/make-facts.ts';

const said = (source: string, learnedAt: number, given: object = {}) =>
  makeNotice({ source, learnedAt, effectiveAt: NOW - DAY, ...given });

describe('a departure is known', () => {
  it('since the first of those who say it', () => {
    const [early, late] = [said('roster', NOW - 9 * DAY), said('cli', NOW - 2 * DAY)];
    expect(only(derive(late, early)).learnedAt).toBe(NOW - 9 * DAY);
  });

  it('since it was said, when that is taken back and nobody says it any more', () => {
    const [left, back] = [said('cli', NOW - 9 * DAY), said('cli', NOW - 1, { says: 'stays' })];
    expect(only(derive(left, back))).toMatchObject({ state: 'rehired', learnedAt: NOW - 9 * DAY });
  });
});

describe('whoever says otherwise', () => {
  it('what another source says after it was said, and before the day, is shown as well', () => {
    const said = makeNotice({ source: 'cli', learnedAt: NOW - 9 * DAY });
    const stays = makeNotice({ source: 'roster', says: 'stays', learnedAt: NOW - 5 * DAY });
    expect(only(derive(said, stays)).contradicted).toEqual([stays]);
  });

  it('an arrival that GitHub does not show says nothing', () => {
    const unseen = makeNotice({ source: UNSEEN, says: 'stays', learnedAt: NOW });
    expect(derive(makeNotice(), unseen)).toEqual(derive(makeNotice()));
  });
});

describe('taken back', () => {
  const stays = (learnedAt: number) => said('cli', learnedAt, { says: 'stays' });
  it('at the very moment of the end, it never took effect; a moment later it did', () => {
    const end = NOW - 3 * DAY;
    const leaves = said('cli', NOW - 9 * DAY, { effectiveAt: end });
    expect(only(derive(leaves, stays(end))).state).toBe('cancelled');
    expect(only(derive(leaves, stays(end + 1))).state).toBe('rehired');
  });

  it('before the day, it is cancelled, though an earlier departure had come into effect', () => {
    const first = said('cli', NOW - 30 * DAY, { effectiveAt: NOW - 30 * DAY });
    const second = said('cli', NOW - 9 * DAY, { effectiveAt: NOW + 9 * DAY });
    expect(only(derive(first, stays(NOW - 20 * DAY), second, stays(NOW - DAY))).state).toBe('cancelled');
  });
});

describe('two entries of one directory', () => {
  const entry = (directory: string, given: object = {}) =>
    said('scim', NOW - 2 * DAY, { who: { directory, email: 'm@acme.example' }, ...given });
  it('are two people, and the one takes nothing back of the other', () => {
    const found = derive(entry('1'), entry('2', { says: 'stays', learnedAt: NOW - DAY }));
    expect(found.map(({ who, state }) => [who.directory, state])).toEqual([['1', 'effective']]);
  });

  it('share an address, which then leads to neither; of one alone it does', () => {
    const byAddress = said('cli', NOW - DAY, { who: { email: 'M@acme.example' } });
    expect(derive(entry('1'), byAddress)).toHaveLength(1);
    expect(derive(entry('1'), entry('2'), byAddress)).toHaveLength(3);
    // Whoever is named by more than an address is not brought in by it.
    const byLogin = said('cli', NOW - DAY, { who: { email: 'm@acme.example', login: 'somebody' } });
    expect(derive(entry('1'), byLogin)).toHaveLength(2);
  });
});

it('whom GitHub named without an id is looked up by the name of that day, and nobody else is', () => {
  const asked: (readonly [string | undefined, Instant | undefined])[] = [];
  const find = ({ login }: Who, of?: Instant): Person | undefined => {
    asked.push([login, of]);
    return undefined;
  };
  const at = NOW - 5 * DAY;
  departures(
    [
      makeNotice({ source: 'organization', who: { login: 'old' }, effectiveAt: at }),
      makeNotice({ source: 'organization', who: { login: 'known', id: 70 }, effectiveAt: at }),
      makeNotice({ source: 'roster', who: { login: 'rostered' }, effectiveAt: at }),
    ],
    find,
    NOW,
  );
  expect(Object.fromEntries(asked)).toEqual({ old: at, known: undefined, rostered: undefined });
});

describe('of blocks', () => {
  const told = (says: 'leaves' | 'stays', learnedAt: number, given: object = {}) =>
    said(says === 'leaves' ? 'organization-block' : 'organization-unblock', learnedAt, { says, ...given });
  const arrival = (learnedAt: number) => said('organization', learnedAt, { says: 'stays' });

  it('the last word says who is blocked', () => {
    expect([...blockedAsTold([told('leaves', 1)])]).toEqual([7]);
    expect([...blockedAsTold([told('leaves', 1), told('stays', 2)])]).toEqual([]);
    expect([...blockedAsTold([told('stays', 2), told('leaves', 3)])]).toEqual([7]);
    expect([...blockedAsTold([told('leaves', 1, { who: { login: 'nobody' } })])]).toEqual([]);
  });

  it('somebody is freed and unseen until they are seen in, or blocked again', () => {
    const freed = [told('leaves', 1), told('stays', 2)];
    expect([...freedUnseen(freed)]).toEqual([7]);
    expect([...freedUnseen([...freed, arrival(3)])]).toEqual([]);
    expect([...freedUnseen([...freed, told('leaves', 3)])]).toEqual([]);
    // What somebody else says of them is neither.
    expect([...freedUnseen([...freed, said('roster', 3, { says: 'stays' })])]).toEqual([7]);
    expect([...freedUnseen([...freed, said('organization', 3)])]).toEqual([7]);
  });
});
