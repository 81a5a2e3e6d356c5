import { describe, expect, it } from 'vitest';
import type { Case } from '../../src/model/case.ts';
import { credentialId } from '../../src/model/credential.ts';
import type { Engagement } from '../../src/model/person.ts';
import { DAY } from '../../src/model/time.ts';
import { departures } from '../../src/policy/departures.ts';
import { cases } from '../../src/policy/evaluate.ts';
import type { Due } from '../../src/policy/lifecycle.ts';
import { dueReminder, reminderOf } from '../../src/policy/reminders.ts';
import { callsOf } from '../../src/policy/words/reminder.ts';
import { makeCredential, makeFile, makeNotice, makeObservation, NOW } from '../support/make-facts.ts';
import { makePolicy, makeSituation, type World } from '../support/make-situation.ts';

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
  const asked = given.policy ?? policy;
  return reminderOf(asked, { ...file, departure }, callsOf(asked, 'acme'), now).reminder?.entries[0];
}

describe('reminders before a last day', () => {
  it.each([
    [31, undefined],
    [30, '2027-01-20:30'],
    [8, '2027-01-20:30'],
    [7, '2027-01-20:7'],
    // By the calendar, as all days are told: the day before a noon begins 36 hours before it.
    [1.6, '2027-01-20:7'],
    [1.5, '2027-01-20:1'],
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
    const { says: body = '' } = at(7, { engagement: { sponsor: 'bob', vendor: 'Initech' } }) ?? {};
    expect(body).toContain('@bob @alice: the last day of mallory of Initech ends on **2027-01-20**');
    expect(at(7, { engagement: { sponsor: 'alice' } })?.says).toMatch(/^@alice: /);
  });

  it('call managed users, whose logins hold an underscore, and a sponsor whom the roster names with an @', () => {
    const managed = makePolicy({ cases: { repository: 'security', assignees: ['alice_acme'] } });
    expect(at(7, { policy: managed, engagement: { sponsor: 'bob_acme' } })?.says).toMatch(/^@bob_acme @alice_acme: /);
    expect(at(7, { engagement: { sponsor: '@bob' } })?.says).toMatch(/^@bob @alice: /);
    expect(at(7, { engagement: { sponsor: '@alice' } })?.says).toMatch(/^@alice: /);
  });

  it('say that the roster names no sponsor', () => {
    expect(at(7)?.says).toContain('The roster names no sponsor.');
  });

  it('wake nobody but an account: no team, no text in a name', () => {
    const { says: body = '' } = at(7, { engagement: { sponsor: 'acme/everybody @alice', vendor: '@all <b>' } }) ?? {};
    expect(body).not.toContain('@acme');
    expect(body).not.toContain('@all');
    expect(body).not.toContain('<b>');
  });

  it('are the same text for as long as they are due', () => {
    expect(at(7)?.says).toBe(at(2)?.says);
  });
});

describe('what a case tells when a day comes near', () => {
  const engagement: Engagement = { who: { login: 'mallory' }, type: 'contractor', sponsor: 'bob' };
  const entries = (given: Partial<World>, asked = policy, sponsor = 'bob') => {
    const now = given.now ?? NOW;
    const [file] = makeSituation({ policy: asked, ...given }).cases as [Case];
    const departure = { ...file.departure, engagement: { ...engagement, sponsor } };
    return reminderOf(asked, { ...file, departure }, callsOf(asked, 'acme'), now).reminder?.entries ?? [];
  };
  const excepting = (until: string, given: object = {}) =>
    makePolicy({
      cases: { repository: 'security', assignees: ['alice'] },
      sla_days: { high: 300, low: 300 },
      ...given,
      exceptions: [
        { credential: 'deploy-key:1:5', repositories: ['shop'], owner: 'ada', reason: 'later, later', until },
      ],
    });

  it('it was due: once for what is high, to sponsor and assignees', () => {
    expect(entries({ now: NOW + DAY })).toEqual([]);
    const [late, ...more] = entries({ now: NOW + 5 * DAY });
    expect(late).toMatchObject({ key: 'overdue:2026-11-20:high', calls: ['@bob', '@alice'] });
    expect(late?.says).toContain('was due on **2026-11-23** and is still open: 1 credential left');
    expect(more).toEqual([]);
    expect(entries({ now: NOW + 50 * DAY })).toEqual([late]);
    expect(entries({ now: NOW + 5 * DAY }, policy, '@bob_acme')).toMatchObject([{ calls: ['@bob_acme', '@alice'] }]);
  });

  it.each([
    // Further ahead than the policy allows: it spares nothing, and never did.
    ['2027-06-01', []],
    ['2027-01-15', []],
    ['2026-12-20', ['30']],
    ['2026-11-27', ['7']],
  ])('an exception until %s: %j days before its end', (until, days) => {
    expect(entries({}, excepting(until)).map(({ key }) => key.split(':').at(-1))).toEqual(days);
  });

  it('wakes the owner of an exception only where the policy lets reminders do so', () => {
    expect(entries({}, excepting('2026-11-27'))[0]?.calls).toEqual(['@alice']);
    expect(entries({}, excepting('2026-11-27', { mention_owners: true }))[0]?.calls).toEqual(['@alice', '@ada']);
  });

  it.each([
    ['somebody who is here again', [makeNotice(), makeNotice({ says: 'stays', effectiveAt: NOW })]],
    ['somebody who leaves in a far day', [makeNotice({ effectiveAt: NOW + 90 * DAY, learnedAt: NOW })]],
  ])('nothing of the end of an exception in the case of %s', (_, notices) => {
    expect(entries({ notices }, excepting('2026-11-27'))).toEqual([]);
  });

  it('of several credentials the open ones: what is proved needs no exception and is not left', () => {
    const other = makeCredential({ id: credentialId('deploy-key', 1, 6) });
    const files = [makeFile({ observations: [makeObservation()] }), makeFile({ credential: other })];
    const told = entries({ files, now: NOW + 5 * DAY }, { ...excepting('2026-11-27'), sla_days: policy.sla_days });
    expect(told.map(({ key }) => key)).toEqual(['overdue:2026-11-20:high']);
    expect(told[0]?.says).toContain('still open: 1 credential left');
  });

  it('nothing of a break-glass, which ends within hours', () => {
    const [file] = makeSituation({ policy: excepting('2026-11-21') }).cases as [Case];
    const told = (given: object) => {
      const items = file.items.map((item) => ({
        ...item,
        exceptions: item.exceptions?.map((each) => ({ ...each, ...given })) ?? [],
      }));
      return reminderOf(policy, { ...file, items }, callsOf(policy, 'acme'), NOW).reminder?.entries;
    };
    expect(told({})).toHaveLength(1);
    expect(told({ incident: 'acme/ops#12' })).toBeUndefined();
  });

  it('nothing of a case that is closed', () => {
    expect(entries({ now: NOW + 50 * DAY, files: [makeFile({ observations: [makeObservation()] })] })).toEqual([]);
  });
});

describe('a credential that is due', () => {
  const due: Omit<Due, 'file'> = { why: 'age', dueAt: NOW + 5 * DAY, says: 'made on 2026-03-01', within: 7 };
  const told = (given: Partial<typeof due>, owners: readonly string[] = [], mention_owners = true) =>
    dueReminder({ ...due, ...given, file: { ...makeFile(), owners } }, callsOf({ ...policy, mention_owners }, 'acme'));

  it('is told once a step and once a date, whatever becomes of its words', () => {
    const { key } = told({});
    expect(told({ says: 'other words' }).key).toBe(key);
    expect([told({ within: 0 }).key, told({ dueAt: NOW + 6 * DAY }).key, told({ why: 'expires' }).key]).not.toContain(
      key,
    );
  });

  it.each([
    [['@ada'], ['@alice', '@ada']],
    [
      ['@acme/payments', '@ACME/ops'],
      ['@alice', '@acme/payments', '@ACME/ops'],
    ],
    [['@other/payments', 'ada@acme.example', '@-x', '@a b', '@acme/x y', '@acme/x/y', 'ada'], ['@alice']],
  ])('calls of its owners %j the accounts and teams that are the organisation\u2019s to call', (owners, calls) => {
    expect(told({}, owners).calls).toEqual(calls);
    expect(told({}, owners, false).calls).toEqual(['@alice']);
  });
});
