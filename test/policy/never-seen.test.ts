// A place that nobody ever looked at: it keeps a case open, and opens none that was closed before it came.
import { describe, expect, it } from 'vitest';
import type { Coverage } from '../../src/model/coverage.ts';
import { DAY } from '../../src/model/time.ts';
import { makeCoverage, makeNotice, NOW } from '../support/make-facts.ts';
import { makeSituation, type World } from '../support/make-situation.ts';

const LEFT = NOW - DAY;
const reasons = (given: Partial<World>) => makeSituation({ files: [], ...given }).cases[0]?.openReasons;
const failed = (more: Partial<Coverage> = {}) =>
  makeCoverage({
    scope: { repositoryId: 2, repository: 'acme/fresh' },
    gap: { why: 'failed', says: 'GitHub answered 502' },
    ...more,
  });

describe('a place at which every look failed', () => {
  it('keeps a case open', () => {
    const coverage = [makeCoverage(), failed()];
    expect(reasons({ coverage })).toEqual(['1 place not looked at since the departure']);
  });

  it('opens none that is closed', () => {
    expect(reasons({ coverage: [makeCoverage(), failed()], settledSince: LEFT })).toEqual([]);
  });

  it('nor does one that was out of sight when the case was closed, and is back', () => {
    const coverage = [makeCoverage(), makeCoverage({ lookedAt: LEFT - DAY }), failed({ answeredAt: LEFT - DAY })];
    expect(reasons({ coverage, settledSince: LEFT })).toEqual([]);
    expect(reasons({ coverage })).toEqual(['2 places not looked at since the departure']);
  });
});

it('a case that was closed for an earlier departure opens for the next: nobody has looked since', () => {
  const coverage = [makeCoverage({ lookedAt: LEFT - 1 })];
  expect(reasons({ coverage, settledSince: LEFT - 1 })).toEqual(['1 place not looked at since the departure']);
  expect(reasons({ coverage, settledSince: LEFT + 1 }), 'it was told later, and is now told of earlier').toEqual([]);
});

describe('a repository that nobody looked into yet', () => {
  it('keeps a case open that would close, and opens none that is closed', () => {
    expect(reasons({ isLooking: true })).toEqual(['not every repository was looked at yet']);
    expect(reasons({ isLooking: true, settledSince: LEFT })).toEqual([]);
  });

  it('is no word in a case that is open anyway: with each new repository all of them would be written anew', () => {
    const notices = [makeNotice({ source: 'roster', effectiveAt: NOW + DAY, learnedAt: NOW })];
    expect(reasons({ isLooking: true, notices })).toEqual(['the last day has not come']);
  });
});
