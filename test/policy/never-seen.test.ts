// A place that nobody ever looked at: it keeps a case open, and opens none that was closed before it came.
import { describe, expect, it } from 'vitest';
import type { Coverage } from '../../src/model/coverage.ts';
import { DAY } from '../../src/model/time.ts';
import { makeCoverage, makeNotice, NOW } from '../support/make-facts.ts';
import { makeSituation, type World } from '../support/make-situation.ts';

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
    expect(reasons({ coverage: [makeCoverage(), failed()], isClosed: true })).toEqual([]);
  });

  it('hides no other that was not looked at since', () => {
    const before = makeCoverage({ lookedAt: NOW - 9 * DAY });
    const coverage = [failed(), makeCoverage(), before, failed({ answeredAt: NOW - 9 * DAY })];
    expect(reasons({ coverage, isClosed: true })).toEqual(['2 places not looked at since the departure']);
    expect(reasons({ coverage })).toEqual(['3 places not looked at since the departure']);
  });
});

describe('a repository that nobody looked into yet', () => {
  it('keeps a case open that would close, and opens none that is closed', () => {
    expect(reasons({ isLooking: true })).toEqual(['not every repository was looked at yet']);
    expect(reasons({ isLooking: true, isClosed: true })).toEqual([]);
  });

  it('is no word in a case that is open anyway: with each new repository all of them would be written anew', () => {
    const notices = [makeNotice({ source: 'roster', effectiveAt: NOW + DAY, learnedAt: NOW })];
    expect(reasons({ isLooking: true, notices })).toEqual(['the last day has not come']);
  });
});
