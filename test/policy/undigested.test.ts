import { describe, expect, it } from 'vitest';
import { makeEvidence, makeFile, makeNotice, makeObservation, makePlaintext } from '../support/make-facts.ts';
import {
  caseStepsOf,
  digestStepsOf,
  makeHome,
  makePolicy,
  makeRepository,
  type World,
} from '../support/make-situation.ts';

const shop = makeRepository();

describe('a case tells where nobody is told', () => {
  const untold = (given: Partial<World>) => {
    const [step] = caseStepsOf({ files: [makeFile()], ...given });
    return step?.body.split('### No digest in\n\n')[1];
  };

  it.each<[string, Partial<World>, string | undefined]>([
    [
      'public',
      { repositories: [{ ...shop, private: false }, makeHome()] },
      '- `acme/shop`: it is public, and everybody would read it',
    ],
    [
      'archived',
      { repositories: [{ ...shop, archived: true }, makeHome()] },
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

describe('a digest counts', () => {
  const open = (given: Partial<World>) => digestStepsOf(given).filter((step) => step.do === 'ensure');

  it('a credential once that two who left know', () => {
    const { id } = makeFile().credential;
    const evidence = [
      makeEvidence(),
      makeEvidence({ credential: id, who: { login: 'alice' }, role: 'setter', kind: 'audit-log' }),
    ];
    const notices = [makeNotice(), makeNotice({ who: { login: 'alice' } })];
    const [step] = open({ files: [makeFile({ evidence })], notices });
    expect(step?.body).toContain('made 1 credential in `shop`');
    expect(step?.body.match(/- \[ \]/g)).toHaveLength(1);
  });

  it('no value in a variable that does not hold it any more', () => {
    const credential = makePlaintext();
    const scope = { repositoryId: 1, repository: 'acme/shop' };
    const seen = { id: 'x', in: 'variable', credential: credential.id, scope, firstSeenAt: 1, name: 'TOKEN' } as const;
    const evidence = [makeEvidence({ credential: credential.id })];
    expect(open({ files: [makeFile({ credential, evidence, sightings: [seen] })] })).toHaveLength(1);
    expect(open({ files: [makeFile({ credential, evidence, sightings: [{ ...seen, goneAt: 2 }] })] })).toEqual([]);
  });
});
