import { describe, expect, it } from 'vitest';
import type { DepartureNotice } from '../../src/model/departure.ts';
import { DAY } from '../../src/model/time.ts';
import { derive } from '../support/make-departures.ts';
import { makeNotice, NOW } from '../support/make-facts.ts';

const idOf = (...notices: DepartureNotice[]) => derive(...notices).map(({ id }) => id);

describe('a departure keeps its name, and so its case', () => {
  it('when an event comes in late that tells of an earlier moment under another name', () => {
    const roster = makeNotice({ source: 'roster', who: { login: 'mallory' }, learnedAt: NOW - DAY, heard: 1 });
    const late = makeNotice({
      source: 'organization',
      who: { id: 7, login: 'mallory' },
      says: 'stays' as const,
      learnedAt: NOW - 2 * DAY,
      heard: 2,
    });
    expect(idOf(late, roster)).toEqual(idOf(roster));
  });

  it('when another source tells later of the same person by another name', () => {
    const roster = makeNotice({ source: 'roster', who: { email: 'mallory@vendor.example' }, heard: 1 });
    const event = makeNotice({ learnedAt: NOW, heard: 2 });
    expect(idOf(roster, event)).toEqual(idOf(roster));
    expect(idOf(event)).not.toEqual(idOf(roster));
  });
});
