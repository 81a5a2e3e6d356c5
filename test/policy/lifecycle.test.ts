import fc from 'fast-check';
import { minimatch } from 'minimatch';
import { describe, expect, it } from 'vitest';
import { DAY, isoDay } from '../../src/model/time.ts';
import { gatherLifecycle, type LifecycleFacts, type LifecycleRules } from '../../src/policy/lifecycle.ts';
import { campaigns } from '../../src/policy/reviews.ts';
import { upkeepSteps } from '../../src/policy/upkeep.ts';
import { lifecycleText } from '../../src/policy/words/upkeep.ts';
import { makeCredential, makeFile, makePlaintext, NOW } from '../support/make-facts.ts';
import { makePolicy, makeRepository, makeSituation } from '../support/make-situation.ts';

const lifecycle = (facts: LifecycleRules & LifecycleFacts, now: number) => {
  const gathering = gatherLifecycle(facts, now);
  gathering.add(facts);
  return gathering.told();
};
const days = (many: number) => NOW - many * DAY;
const made = (ago: number, given = {}) => makeCredential({ createdAt: days(ago), updatedAt: days(ago), ...given });
const of = (policy: object, credential = made(100), now = NOW, owners: readonly string[] = []) =>
  lifecycle(
    {
      policy: makePolicy(policy),
      files: [makeFile({ credential })],
      ownersOf: () => owners,
      isUsed: () => true,
      matches: minimatch,
    },
    now,
  );
const ages = (max: object) => ({ max_age_days: max });

it('who answers for it is nobody, or is not visible, which is another matter', () => {
  const [policy, files] = [makePolicy(ages({ default: 90 })), [makeFile({ credential: made(100) })]];
  const facts = { policy, files, isUsed: () => true, matches: minimatch };
  expect(lifecycle({ ...facts, ownersOf: () => [] }, NOW)).toMatchObject({ unowned: [{}], unseen: [] });
  const found = lifecycle({ ...facts, ownersOf: () => undefined }, NOW);
  expect(found).toMatchObject({ unowned: [], unseen: [{}] });
  const { text } = lifecycleText(found);
  expect(text).toContain('who answers for it is not visible');
  expect(text).toContain('Who answers for is not visible, as a CODEOWNERS was not read');
  expect(text).not.toMatch(/nobody answers/i);
});

describe('age', () => {
  it.each([
    ['no age is set', {}, []],
    ['the kind has an age', ages({ 'deploy-key': 90 }), [0]],
    ['only the default has', ages({ default: 100 }), [0]],
    ['its kind goes before the default', ages({ 'deploy-key': 365, default: 1 }), []],
    ['a reminder has come', ages({ default: 130 }), [30]],
    ['the nearest reminder counts', ages({ default: 105 }), [7]],
    ['no reminder has come yet', ages({ default: 131 }), []],
    ['reminders are the policy’s own', { ...ages({ default: 150 }), remind_days: [60] }, [60]],
  ])('%s', (_, policy, within) => {
    expect(of(policy).due.map((each) => each.within)).toEqual(within);
  });

  it.each([
    ['made', made(100), /^made on/],
    ['saved again', made(100, { createdAt: days(900) }), /^last saved on .*, perhaps with the same value/],
    ['seen, where the store has no dates', makeUndated(), /^seen since .*, and older than that/],
  ])('says which date is meant: %s', (_, credential, says) => {
    expect(of(ages({ default: 90 }), credential).due).toMatchObject([
      { why: 'age', says: expect.stringMatching(says) },
    ]);
  });
});

function makeUndated() {
  const { createdAt: _, updatedAt: __, ...rest } = makeCredential({ firstSeenAt: days(100) });
  return rest;
}

it('a token that its issuer will end, and an entry of the register, are due as well', () => {
  const token = made(10, { kind: 'fine-grained-token', facts: { expiresAt: NOW + 3 * DAY } });
  expect(of({}, token).due).toMatchObject([{ why: 'expires', within: 7 }]);
  const expires = isoDay(NOW + 20 * DAY);
  const entry = { match: 'deploy-key:1:5', owner: 'alice', purpose: 'deploys', expires };
  expect(of({ credentials: [entry] }).due).toMatchObject([{ why: 'register', within: 30 }]);
});

it.each([
  ['gone', made(900, { goneAt: NOW })],
  ['expired already', made(900, { facts: { expired: true, expiresAt: days(1) } })],
  ['a value in code', makePlaintext({ createdAt: days(900) })],
])('nothing is due of what is %s', (_, credential) => {
  expect(of(ages({ default: 1 }), credential)).toEqual({ due: [], unowned: [], unseen: [], unused: [] });
});

it('unused is only what its store tells the use of', () => {
  expect(of({}, made(100)).unused).toHaveLength(1);
  expect(of({}, made(100, { lastUsedAt: days(1) })).unused).toEqual([]);
  expect(of({}, made(100, { kind: 'actions-secret' })).unused).toEqual([]);
});

it('what is due stays due as time goes on, and comes nearer only', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 400 }), (ago, later) => {
      const policy = ages({ default: 200 });
      const [before] = of(policy, made(ago)).due;
      const [after] = of(policy, made(ago), NOW + later * DAY).due;
      if (before !== undefined) expect(after?.within).toBeLessThanOrEqual(before.within);
    }),
  );
});

describe('the issue', () => {
  const stepsOf = (
    policy: object,
    given: { now?: number; private?: boolean; fullName?: string; before?: true } = {},
  ) => {
    const now = given.now ?? NOW;
    const { private: isPrivate = true, fullName = 'acme/security' } = given;
    const home = makeRepository({ id: 2, fullName, private: isPrivate });
    const former = given.before ? [{ ...home, id: 9, private: true, goneAt: NOW - DAY }] : [];
    const repositories = [...former, home];
    const { upkeep: _, ...situation } = makeSituation({ policy: makePolicy(policy), repositories });
    const upkeep = { unregistered: [], reviews: [], lifecycle: of(policy, made(100), now, ['@bob']) };
    return upkeepSteps({ ...situation, upkeep });
  };

  it('stands while something is due, in words that do not change from day to day', () => {
    const [today] = stepsOf(ages({ default: 130 }));
    expect(today).toMatchObject({ do: 'ensure', key: 'lifecycle', repository: 'acme/security' });
    expect(today?.body).toMatch(
      /### Due within 30 days\n\n- \*\*2026-12-21\*\* deploy key \*\*ci\*\*.*`@bob` answers for it/,
    );
    expect(stepsOf(ages({ default: 130 }), { now: NOW + 5 * DAY })).toEqual([today]);
  });

  it('closes when nothing is due, and is not made for that', () => {
    expect(stepsOf(ages({ default: 900 }))).toMatchObject([{ do: 'resolve', onlyIfThere: true }]);
  });

  it('never stands where everybody can read it', () => {
    expect(stepsOf(ages({ default: 1 }), { private: false })).toEqual([]);
    expect(stepsOf(ages({ default: 1 }), { private: false, fullName: 'acme/Security' })).toEqual([]);
    expect(stepsOf(ages({ default: 1 }), { private: false, before: true })).toEqual([]);
  });
});

it('every day belongs to one review, and reviews follow each other without a gap', () => {
  const policy = (every_days: number) => makePolicy({ reviews: { every_days, since: '2026-01-01' } });
  fc.assert(
    fc.property(fc.integer({ min: 7, max: 730 }), fc.integer({ min: 0, max: 3000 }), (every, day) => {
      const now = Date.UTC(2026, 0, 1) + day * DAY;
      const rounds = campaigns(policy(every), now);
      expect(rounds?.running.start).toBeLessThanOrEqual(now);
      expect(rounds?.running.end).toBeGreaterThan(now);
      if (rounds?.before) expect(rounds.before.end).toBe(rounds.running.start);
      else expect(day).toBeLessThan(every);
    }),
  );
  expect(campaigns(policy(90), Date.UTC(2025, 5, 1))).toBeUndefined();
  expect(campaigns(makePolicy(), NOW)).toBeUndefined();
});
