import { describe, expect, it } from 'vitest';
import type { Case } from '../../src/model/case.ts';
import type { Engagement } from '../../src/model/person.ts';
import { DAY } from '../../src/model/time.ts';
import { departures } from '../../src/policy/departures.ts';
import { cases } from '../../src/policy/evaluate.ts';
import { reminderOf } from '../../src/policy/reminders.ts';
import { makeNotice, NOW } from '../support/make-facts.ts';
import { makePolicy } from '../support/make-situation.ts';

const END = NOW + 60 * DAY;
const policy = makePolicy({ cases: { repository: 'security', assignees: ['alice'] } });

function at(
  daysBefore: number,
  given: { end?: number; engagement?: Partial<Engagement>; policy?: typeof policy } = {},
) {
  const now = (given.end ?? END) - daysBefore * DAY;
  const notice = makeNotice({ source: 'roster', effectiveAt: given.end ?? END, learnedAt: NOW - 90 * DAY });
  const [file] = cases(
    policy,
    departures([notice], () => undefined, now),
    [],
    [],
    now,
  ) as [Case];
  const engagement: Engagement = { who: { login: 'mallory' }, type: 'contractor', ...given.engagement };
  const departure = { ...file.departure, engagement };
  return reminderOf(given.policy ?? policy, { ...file, departure }, now).reminder;
}

describe('reminders before a last day', () => {
  it.each([
    [31, undefined],
    [30, '2027-01-20:30'],
    [8, '2027-01-20:30'],
    [7, '2027-01-20:7'],
    [1.5, '2027-01-20:7'],
    [1, '2027-01-20:1'],
    [0.1, '2027-01-20:1'],
    [0, undefined],
    [-1, undefined],
  ])('%d days before: %s', (days, key) => {
    expect(at(days)?.key).toBe(key);
  });

  it('are new ones when the day moves', () => {
    expect(at(7, { end: END + 30 * DAY })?.key).toBe('2027-02-19:7');
  });

  it('come when the policy says, and never when it says never', () => {
    expect(at(14, { policy: { ...policy, notices: [14] } })?.key).toBe('2027-01-20:14');
    expect(at(7, { policy: { ...policy, notices: [] } })).toBeUndefined();
  });

  it('name the last day itself, the sponsor and who is assigned, each once', () => {
    const { body = '' } = at(7, { engagement: { sponsor: 'bob', vendor: 'Initech' } }) ?? {};
    expect(body).toContain('@bob @alice: the last day of mallory of Initech ends on **2027-01-20**');
    expect(at(7, { engagement: { sponsor: 'alice' } })?.body).toMatch(/^@alice: /);
  });

  it('say that the roster names no sponsor', () => {
    expect(at(7)?.body).toContain('The roster names no sponsor.');
  });

  it('wake nobody but an account: no team, no text in a name', () => {
    const { body = '' } = at(7, { engagement: { sponsor: 'acme/everybody @alice', vendor: '@all <b>' } }) ?? {};
    expect(body).not.toContain('@acme');
    expect(body).not.toContain('@all');
    expect(body).not.toContain('<b>');
  });

  it('are the same text for as long as they are due', () => {
    expect(at(7)?.body).toBe(at(2)?.body);
  });
});
