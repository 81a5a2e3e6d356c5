import { describe, expect, it } from 'vitest';
import { directory } from '../../src/attribute/people.ts';
import type { DepartureNotice } from '../../src/model/departure.ts';
import { DAY } from '../../src/model/time.ts';
import { departures } from '../../src/policy/departures.ts';
import { EVERYBODY, makeNotice, NOW } from '../support/make-facts.ts';

const people = directory(EVERYBODY);
const idOf = (...notices: DepartureNotice[]) =>
  departures(notices, (who) => people.find(who)?.person, NOW).map(({ id }) => id);

describe('a departure keeps its name, and so its case', () => {
  it('when an event comes in late that tells of an earlier moment under another name', () => {
    const roster = makeNotice({ source: 'roster', who: { login: 'mallory' }, learnedAt: NOW - DAY, heard: 1 });
    const late = makeNotice({
      ...{ source: 'organization', who: { id: 7, login: 'mallory' }, says: 'stays' as const },
      ...{ learnedAt: NOW - 2 * DAY, heard: 2 },
    });
    expect(idOf(late, roster)).toEqual(idOf(roster));
  });
});
