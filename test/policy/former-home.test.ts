import { describe, expect, it } from 'vitest';
import type { Repository } from '../../src/model/organization.ts';
import { leaveSteps, leftIssues } from '../../src/policy/former-home.ts';
import { makePolicy } from '../support/make-situation.ts';

const [SECURITY, SHOP, OTHER] = [1, 2, 3];
const open = { hash: 'a', remote: 7, state: 'open' } as const;
const outcomes = [
  { key: 'case-issue:mallory', ...open },
  { key: `case-issue:mallory@${OTHER}`, ...open },
  { key: `case-issue:nina@${OTHER}`, ...open, state: 'closed' as const },
  { key: `digest-issue:${SHOP}`, ...open },
  { key: 'digest-issue:4', ...open, remote: 0 },
  { key: `check-run:${SHOP}:abc`, ...open },
  { key: 'comment:12', ...open },
];
const named = makePolicy();
const { cases: _, ...unnamed } = makePolicy();
const repository = (id: number, isPrivate = true): Repository => ({
  id,
  fullName: `acme/${id}`,
  private: isPrivate,
  archived: false,
  defaultBranch: 'main',
  scannedTips: {},
});

describe('what is left', () => {
  it.each([
    ['where cases were before, what is open there', named, SECURITY, ['mallory in 3']],
    ['nothing, where they are again', named, OTHER, []],
    ['digests too, where the policy names no repository', unnamed, 0, ['mallory in 3', '2 in 2']],
  ] as const)('is %s', (_name, policy, home, expected) => {
    const left = leftIssues(outcomes, policy, home);
    expect(left.map(({ key, repositoryId }) => `${key} in ${repositoryId}`)).toEqual(expected);
  });
});

describe('leaving', () => {
  const left = leftIssues(outcomes, unnamed, 0);
  it('is done where it can be reached, and says that it proves nothing', () => {
    const steps = leaveSteps(left, 'acme', unnamed, (id) => (id === SHOP ? repository(SHOP) : undefined));
    expect(steps).toMatchObject([{ subject: 'digest', do: 'resolve', repository: 'acme/2', onlyIfThere: true }]);
    expect(steps[0]?.closing).toContain('says nothing about what still works');
  });

  it('a repository that everybody reads by now keeps no word of it, and learns no name', () => {
    const steps = leaveSteps(left, 'acme', named, (id) => repository(id, false));
    const said = steps.map(({ title, body, closing, frozen }) => [title, body, closing, frozen]);
    const silent = ['Handback', 'Handback keeps no list in a public repository.', 'Closed by Handback.', undefined];
    expect(said).toEqual([silent, silent]);
  });
});
