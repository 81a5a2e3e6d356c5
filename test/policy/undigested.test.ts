import { describe, expect, it } from 'vitest';
import { makeFile, makeObservation } from '../support/make-facts.ts';
import { caseStepsOf, digestStepsOf, makePolicy, makeRepository, type World } from '../support/make-situation.ts';

const shop = makeRepository();

describe('a case tells where nobody is told', () => {
  const untold = (given: Partial<World>) => {
    const [step] = caseStepsOf({ files: [makeFile()], ...given });
    return step?.body.split('### No digest in\n\n')[1];
  };

  it.each<[string, Partial<World>, string | undefined]>([
    [
      'public',
      { repositories: [{ ...shop, private: false }] },
      '- `acme/shop`: it is public, and everybody would read it',
    ],
    [
      'archived',
      { repositories: [{ ...shop, archived: true }] },
      '- `acme/shop`: it is archived, and nothing can be written there',
    ],
    ['without issues', { withoutIssues: [1] }, '- `acme/shop`: issues are disabled there'],
    ['told', {}, undefined],
    ['not to be told', { withoutIssues: [1], policy: makePolicy({ digests: false }) }, undefined],
    ['proved', { withoutIssues: [1], files: [makeFile({ observations: [makeObservation()] })] }, undefined],
  ])('%s', (_, world, says) => {
    expect(untold(world)).toBe(says);
    if (says !== undefined && !says.includes('public'))
      expect(digestStepsOf({ files: [makeFile()], ...world })).toEqual([]);
  });
});
