import fc from 'fast-check';
import { minimatch } from 'minimatch';
import { describe, expect, it } from 'vitest';
import { MODES } from '../../src/model/policy.ts';
import { DAY } from '../../src/model/time.ts';
import { rulesFor } from '../../src/policy/evaluate.ts';
import { makeFile, makeNotice, makeObservation, NOW } from '../support/make-facts.ts';
import { makePolicy, makeSituation } from '../support/make-situation.ts';

describe('a repository', () => {
  const policy = makePolicy({
    mode: 'warn',
    grace_days: 7,
    repositories: [
      { match: 'payments-*', mode: 'block', grace_days: 0 },
      { match: 'toys', mode: 'observe', grace_days: 90 },
      { match: '*-api', grace_days: 3 },
    ],
  });

  it.each([
    ['shop', 'warn', 7],
    ['payments-web', 'block', 0],
    ['payments-api', 'block', 0],
    ['users-api', 'warn', 3],
    ['toys', 'warn', 7],
  ])('%s is treated by mode %s with %i days of grace', (name, mode, graceDays) => {
    expect(rulesFor(policy, name, minimatch)).toEqual({ mode, graceDays });
  });

  it('may only be treated more strictly than the organisation', () => {
    const mode = fc.constantFrom(...MODES);
    const grace = fc.integer({ min: 0, max: 365 });
    const overrides = fc.array(
      fc.record({ match: fc.constantFrom('*', 'shop', 'x*'), mode: fc.option(mode), grace_days: fc.option(grace) }),
    );
    fc.assert(
      fc.property(mode, grace, overrides, (own, days, repositories) => {
        const given = repositories.map(({ match, mode: theirs, grace_days }) => ({
          match,
          ...(theirs ? { mode: theirs } : {}),
          ...(grace_days === null ? {} : { grace_days }),
        }));
        const rules = rulesFor(makePolicy({ mode: own, grace_days: days, repositories: given }), 'shop', minimatch);
        expect(MODES.indexOf(rules.mode)).toBeGreaterThanOrEqual(MODES.indexOf(own));
        expect(rules.graceDays).toBeLessThanOrEqual(days);
      }),
    );
  });
});

describe('a violation', () => {
  it('is a live credential of somebody who left, enforced when the days of grace are over', () => {
    const [violation] = makeSituation({ policy: makePolicy({ grace_days: 5 }) }).violations;
    expect(violation?.enforceFrom).toBe(NOW - DAY + 5 * DAY);
  });

  it.each([
    ['whose credential is proved gone', { files: [makeFile({ observations: [makeObservation()] })] }],
    ['who has not left yet', { notices: [makeNotice({ effectiveAt: NOW + DAY, learnedAt: NOW })] }],
    ['who is here again', { notices: [makeNotice(), makeNotice({ says: 'stays', effectiveAt: NOW - 1 })] }],
  ])('is none of somebody %s', (_, given) => {
    expect(makeSituation(given).violations).toEqual([]);
  });
});
