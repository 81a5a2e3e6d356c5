// A repository that GitHub shows no more: told in the case of whoever may have left
// something there, and no reason to stay open.
import { describe, expect, it } from 'vitest';
import { DAY } from '../../src/model/time.ts';
import { makeCoverage, makeNotice, NOW } from '../support/make-facts.ts';
import { makeSituation, type World } from '../support/make-situation.ts';

const LEFT = NOW - DAY;
const lost = (since: number, lookedAt: number) =>
  makeCoverage({ source: 'repository', lookedAt, gap: { why: 'absent', since, says: 'out of sight' } });
const caseIn = (given: Partial<World>) => makeSituation({ files: [], ...given }).cases[0];

describe('a repository that is out of sight', () => {
  it.each([
    ['is told where it went after they left, and was last looked at before', lost(NOW, LEFT - 1), true],
    ['is not where it was looked at since they left', lost(NOW, LEFT), false],
    ['is told where it went while they may have worked with it', lost(LEFT - 90 * DAY + 1, LEFT - 99 * DAY), true],
    ['is not where it went long before they left', lost(LEFT - 90 * DAY, LEFT - 99 * DAY), false],
  ])('%s', (_, place, told) => {
    const hidden = makeCoverage({ gap: { why: 'permission', says: 'not visible: needs secrets: read' } });
    expect(caseIn({ coverage: [hidden, place] })?.gaps).toEqual(told ? [hidden, place] : [hidden]);
  });

  it('is told where the last look was before anybody knew that they left', () => {
    const notices = [makeNotice({ effectiveAt: NOW - 9 * DAY, learnedAt: LEFT })];
    expect(caseIn({ notices, coverage: [lost(NOW, LEFT - 1)] })?.gaps).toHaveLength(1);
    expect(caseIn({ notices, coverage: [lost(NOW, LEFT)] })?.gaps).toEqual([]);
  });

  it('keeps no case open: nobody can look there again', () => {
    const place = lost(NOW, LEFT - 1);
    expect(caseIn({ coverage: [makeCoverage(), place] })).toMatchObject({ gaps: [place], openReasons: [] });
  });
});

it('what could not be asked about a maker is told in the case, and is no place that must be looked at', () => {
  const gap = { why: 'failed', says: 'not asked again' } as const;
  const asked = makeCoverage({ source: 'evidence: commits', lookedAt: LEFT - DAY, gap });
  expect(caseIn({ coverage: [makeCoverage(), asked] })).toMatchObject({ gaps: [asked], openReasons: [] });
  expect(caseIn({ coverage: [asked] })?.openReasons).toEqual(['nothing has been looked at yet']);
});
