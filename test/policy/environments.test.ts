import { describe, expect, it } from 'vitest';
import type { TeamMembers, WritingRole } from '../../src/model/access.ts';
import { credentialId, type KnownCredential } from '../../src/model/credential.ts';
import { exposureFinder } from '../../src/policy/exposure.ts';
import { bySlug } from '../../src/policy/teams.ts';
import { makeCredential, makePerson } from '../support/make-facts.ts';
import { makeRepository } from '../support/make-situation.ts';

const MALLORY = makePerson({ id: 7, login: 'mallory' });
const [STORED, LATER] = [1000, 2000];
type Team = Partial<TeamMembers> & { readonly goneAt?: number };

describe('an environment', () => {
  /** Why its secret is not counted, or that it is; `goneAt`: when they could write no more. */
  const guarded = (facts: KnownCredential['facts'], role: WritingRole = 'write', { goneAt, ...team }: Team = {}) => {
    const secret = makeCredential({
      id: credentialId('actions-secret', 1, 'production', 'A'),
      kind: 'actions-secret',
      name: 'A',
      scope: { repositoryId: 1, repository: 'acme/shop', environment: 'production' },
      updatedAt: STORED,
      facts: { branches: 'any', reviewers: 0, approvers: '', ...facts },
    });
    const ends = goneAt === undefined ? {} : { goneAt };
    const people = [{ id: 7, login: 'mallory', role, since: 1, seenAt: LATER, ...ends }];
    const { credentials, spared } = exposureFinder({
      access: [{ repositoryId: 1, lookedAt: LATER, people }],
      repositories: new Map([[1, makeRepository()]]),
      selected: new Map(),
      teams: bySlug(
        team.people ? [{ slug: 'Ops', firstLookedAt: 1, lookedAt: LATER, people: team.people, ...team }] : [],
      ),
    })([secret])(MALLORY, new Set());
    return credentials.length === 1 ? 'readable' : (spared[0]?.why ?? 'lost');
  };

  it.each([
    ['without protection', {}, 'readable'],
    ['with a reviewer', { reviewers: 1, approvers: '@alice' }, '@alice must approve'],
    ['with themselves as the reviewer', { reviewers: 1, approvers: '@Mallory', selfReview: true }, 'readable'],
    [
      'with themselves, but not for their own',
      { reviewers: 1, approvers: '@mallory', selfReview: false },
      '@mallory must approve',
    ],
    ['with a team that nobody looked at', { reviewers: 1, approvers: 'team/ops', selfReview: true }, 'readable'],
    [
      'with any team, but not for their own',
      { reviewers: 1, approvers: 'team/ops', selfReview: false },
      'team/ops must approve',
    ],
    [
      'with themselves and others, but not for their own',
      { reviewers: 2, approvers: '@mallory @alice', selfReview: false, branches: 'protected' },
      '@mallory, @alice must approve',
    ],
    ['with reviewers whom an older look did not name', { reviewers: 2 }, 'a reviewer must approve'],
    ['for protected branches only, which they may reach alone', { branches: 'protected' }, 'readable'],
    [
      'for protected branches, with a reviewer',
      { branches: 'protected', reviewers: 1, approvers: '@alice' },
      '@alice must approve',
    ],
    ['for branches that they may make', { branches: 'chosen' }, 'readable'],
  ])('%s: %s', (_, facts, expected) => {
    expect(guarded(facts)).toBe(expected);
  });

  const stay = (id: number, goneAt?: number) => ({
    id,
    login: 'x',
    since: 1,
    seenAt: 2,
    ...(goneAt ? { goneAt } : {}),
  });
  it.each<[string, Team, string]>([
    ['in which they are', { people: [stay(8), stay(7)] }, 'readable'],
    ['in which they are not', { people: [stay(8)] }, 'team/ops must approve'],
    ['in which nobody is', { people: [] }, 'team/ops must approve'],
    ['which they left after the value was stored', { people: [stay(7, STORED + 1)] }, 'readable'],
    ['which they left before the value was stored', { people: [stay(7, STORED - 1)] }, 'team/ops must approve'],
    ['first looked at when they had gone', { people: [stay(8)], firstLookedAt: LATER, goneAt: LATER }, 'readable'],
    [
      'first looked at before they went',
      { people: [stay(8)], firstLookedAt: LATER - 1, goneAt: LATER },
      'team/ops must approve',
    ],
  ])('with a team %s', (_, team, expected) => {
    expect(guarded({ reviewers: 1, approvers: 'team/ops', selfReview: true }, 'write', team)).toBe(expected);
  });

  it('protects nothing from whoever administers the repository', () => {
    expect(guarded({ reviewers: 1, approvers: '@alice' }, 'admin')).toBe('readable');
  });
});
