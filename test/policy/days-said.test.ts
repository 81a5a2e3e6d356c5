// A day that is said somewhere is the day on which it happens, and the same wherever it is said.
import { minimatch } from 'minimatch';
import { describe, expect, it } from 'vitest';
import type { RequestDecision } from '../../src/model/decision.ts';
import type { StandingException } from '../../src/model/policy.ts';
import { DAY, HOUR, type Instant, isoDay, startOfDay } from '../../src/model/time.ts';
import { judge } from '../../src/policy/commands/judge.ts';
import { requestState } from '../../src/policy/decisions.ts';
import { exceptionsFor } from '../../src/policy/exceptions.ts';
import { gatherLifecycle } from '../../src/policy/lifecycle.ts';
import { campaigns } from '../../src/policy/reviews.ts';
import { withDeeds } from '../../src/policy/words/decision.ts';
import { dueLine } from '../../src/policy/words/upkeep.ts';
import { ALICE, deskOf, file, mallorys } from '../support/make-desk.ts';
import { makeFile, makeNotice, NOW } from '../support/make-facts.ts';
import { caseStepOf, digestStepsOf, makePolicy, verdictOf } from '../support/make-situation.ts';

const LAST_DAYS = ['2026-11-30', '2026-12-31', '2027-02-28', '2028-02-28', '2028-02-29', '2027-03-28'];
const ID = makeFile().credential.id;

/** The days in a text, and the minutes. */
const daysIn = (text = '') => text.match(/\d{4}-\d\d-\d\d(?!T)/g) ?? [];
const minutesIn = (text = '') => text.match(/\d{4}-\d\d-\d\dT\d\d:\d\dZ/g) ?? [];
const lineWith = (text: string | undefined, part: string) => text?.split('\n').find((line) => line.includes(part));

/** The last moment at which something holds, found by halves; it holds at `from`. */
function lastMoment(holds: (now: Instant) => boolean, from: Instant, to = from + 4_000 * DAY): Instant {
  let [low, high] = [from, to];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return low;
}

const excepted = (until: string, more: Partial<StandingException> = {}) => {
  const exception = { credential: ID, repositories: ['shop'], owner: 'alice', reason: 'later', until, ...more };
  return { ...makePolicy({ mode: 'block' }), exception_max_days: 4_000, exceptions: [exception] };
};

describe.each(LAST_DAYS)('what ends with %s', (day) => {
  it('is spared until then, and every text names that day', () => {
    const policy = excepted(day);
    const holds = (now: Instant) => verdictOf({ policy, now }).conclusion !== 'failure';
    const last = lastMoment(holds, NOW);
    expect(last).toBe(startOfDay(day) + DAY - 1);
    for (const now of [NOW, last]) {
      const { body } = caseStepOf({ policy, now });
      expect(daysIn(lineWith(body, '**Next:**'))).toEqual([day]);
      expect(daysIn(lineWith(body, 'Excepted in'))).toEqual([day]);
      expect(daysIn(lineWith(digestStepsOf({ policy, now })[0]?.body, 'Excepted here'))).toEqual([day]);
    }
  });

  it('is registered until then, and the list of what is due names that day', () => {
    const credentials = [{ match: ID, owner: 'alice', purpose: 'deploys', expires: day }];
    const dueAt = (now: Instant) => {
      const gathering = gatherLifecycle({ policy: makePolicy({ credentials }), matches: minimatch }, now);
      gathering.add({ files: [makeFile()], ownersOf: () => [], isUsed: () => true });
      return gathering.told().due[0];
    };
    const last = lastMoment((now) => dueAt(now)?.within !== 0, NOW);
    expect(last).toBe(startOfDay(day) + DAY - 1);
    for (const now of [last, last + 1]) {
      const due = dueAt(now);
      expect(new Set(daysIn(due && dueLine(due)))).toEqual(new Set([day]));
    }
  });

  it('is a last day: the person leaves with it', () => {
    const notices = [makeNotice({ source: 'roster', effectiveAt: startOfDay(day) + DAY, learnedAt: NOW - 9 * DAY })];
    const policy = makePolicy({ notice_days: 365 });
    const body = (now: Instant) => caseStepOf({ notices, policy: { ...policy, notice_days: 1_000 }, now }).body;
    const last = lastMoment((now) => body(now).includes('leaves on **'), NOW);
    expect(last).toBe(startOfDay(day) + DAY - 1);
    expect(body(last)).toContain(`leaves on **${day}**`);
    expect(body(last + 1)).toContain(`left on **${day}**`);
  });
});

describe.each(LAST_DAYS)('of the last day %s', (day) => {
  const effectiveAt = startOfDay(day) + DAY;
  /** By the calendar: in 2028 thirty days before 29 February is 30 January. */
  const daysBefore = (many: number) => isoDay(startOfDay(day) - many * DAY);
  const notices = [makeNotice({ source: 'roster', effectiveAt, learnedAt: NOW - 900 * DAY })];
  const said = (now: Instant, given: object) => caseStepOf({ notices, now, policy: makePolicy(given) });

  it.each([0, 1, 7, 30])('a reminder so many days before it comes on that very day: %i', (many) => {
    const given = { notices: [many], notice_days: 365 };
    const isTold = (now: Instant) => said(now, given).reminder !== undefined;
    const first = 1 + lastMoment((now) => !isTold(now), effectiveAt - 100 * DAY, effectiveAt);
    expect([isoDay(first), first]).toEqual([daysBefore(many), startOfDay(daysBefore(many))]);
    expect(isTold(effectiveAt - 1)).toBe(true);
    const after = said(effectiveAt, given).reminder?.entries ?? [];
    expect(after.map(({ key }) => key)).not.toContain(`${isoDay(effectiveAt)}:${many}`);
  });

  it.each([0, 1, 30])('the case opens so many days before it: %i', (many) => {
    const first =
      1 + lastMoment((now) => said(now, { notice_days: many }).do === 'resolve', effectiveAt - 100 * DAY, effectiveAt);
    expect(first).toBe(startOfDay(daysBefore(many)));
  });
});

it('a glass that was broken is whole again at the minute that every text names', () => {
  const endsAt = NOW + 5 * HOUR + 12 * 60_000;
  const policy = excepted(isoDay(endsAt), { endsAt, incident: 'acme/shop#7', repositories: ['*'] });
  const last = lastMoment((now) => verdictOf({ policy, now }).conclusion !== 'failure', NOW);
  expect(last).toBe(endsAt - 1);
  const { body } = caseStepOf({ policy });
  for (const text of [
    lineWith(body, '**Next:**'),
    lineWith(body, 'Break-glass for'),
    lineWith(digestStepsOf({ policy })[0]?.body, 'Excepted here'),
  ]) {
    expect(minutesIn(text)).toEqual([`${new Date(endsAt).toISOString().slice(0, 16)}Z`]);
    expect(daysIn(text)).toEqual([]);
  }
  expect(exceptionsFor(policy, ID, endsAt)).toEqual([]);
});

it('a request may be approved until the minute that the answer and the case name', () => {
  const policy = makePolicy({ actions: { allow: ['deploy-key'] } });
  const act = { name: 'deploy-key', does: 'delete the key', warning: '' } as const;
  const desk = deskOf(ALICE, { policy });
  const ruling = judge(desk, { name: 'revoke', credential: file.credential.id }, { act });
  const request = ('decision' in ruling ? ruling.decision : undefined) as RequestDecision;
  const last = lastMoment((now) => requestState(request, [request], undefined, now) === 'waiting', NOW);
  const minute = `${new Date(last + 1).toISOString().slice(0, 16)}Z`;
  const [item] = withDeeds([mallorys], { decisions: [request], attempts: new Map() }, NOW)[0]?.items ?? [];
  for (const text of ['says' in ruling ? ruling.says : undefined, item?.decided?.[0]]) {
    const until = / until (\S+?)[;,.]?(?:\s|$)/.exec(text ?? '')?.[1];
    expect(until).toBe(minute);
  }
});

it('an access review runs until the day on which the next one begins', () => {
  for (const every_days of [7, 30, 90, 365]) {
    const policy = makePolicy({ reviews: { every_days, since: '2026-01-31' } });
    const running = (now: Instant) => campaigns(policy, now)?.running;
    const { key, end = 0 } = running(NOW) ?? {};
    expect(lastMoment((now) => running(now)?.key === key, NOW)).toBe(end - 1);
    expect(running(end)?.key).toBe(`review:${isoDay(end)}`);
    expect(campaigns(policy, end)?.before?.key).toBe(key);
  }
});
