// What a case says of a repository that GitHub shows no more: whether somebody saw all of it after the end.
import { describe, expect, it } from 'vitest';
import type { Ground } from '../../src/jobs/reading/ground.ts';
import { inSight } from '../../src/jobs/reading/out-of-sight.ts';
import type { Coverage } from '../../src/model/coverage.ts';
import { isMissed } from '../../src/policy/places.ts';
import { makeCoverage, NOW } from '../support/make-facts.ts';
import { makeRepository, makeSituation } from '../support/make-situation.ts';

const END = NOW - 1000;
const scope = { repositoryId: 2, repository: 'acme/old' };
const gone = makeRepository({ id: 2, fullName: 'acme/old', goneAt: NOW });
const ground = { repositories: new Map([[gone.id, gone]]) } as unknown as Ground;
const seen = makeCoverage({ source: 'code', scope, lookedAt: END + 1 });
const [file] = makeSituation().cases;

function isTold(...looks: readonly Coverage[]): boolean {
  if (file === undefined) throw new Error('there is a case');
  const departure = { ...file.departure, state: 'effective' as const, effectiveAt: END, learnedAt: END };
  return inSight(ground, looks).some((look) => isMissed(look, departure));
}

describe('a repository that went out of sight after somebody left', () => {
  it('is not told where all of it was seen between', () => {
    expect(isTold(seen)).toBe(false);
  });

  it.each([
    ['looked at before they left', { lookedAt: END - 1 }],
    ['tried since, in vain', { gap: { why: 'failed', says: 'no answer' } as const, answeredAt: END - 1 }],
    ['tried for the first time, in vain', { gap: { why: 'failed', says: 'no answer' } as const }],
    ['not there any more when it was tried', { gap: { why: 'absent', says: 'not visible: 404' } as const }],
    ['refused', { gap: { why: 'permission', says: 'not visible: needs secrets: read' } as const }],
  ])('is told where a part of it was %s', (_, look) => {
    expect(isTold(seen, makeCoverage({ source: 'deploy-key', scope, lookedAt: END + 1, ...look }))).toBe(true);
  });

  it('is not told where what failed since had been seen after the end', () => {
    const failed = { gap: { why: 'failed', says: 'no answer' }, lookedAt: END + 9, answeredAt: END + 1 } as const;
    expect(isTold(seen, makeCoverage({ source: 'deploy-key', scope, ...failed }))).toBe(false);
  });

  it('is not told for a question that was asked about another case', () => {
    const gap = { why: 'permission', says: 'not visible: needs administration: read' } as const;
    expect(isTold(seen, makeCoverage({ source: 'invitation', scope, lookedAt: 1, gap }))).toBe(false);
  });
});
