import { minimatch } from 'minimatch';
import { describe, expect, it } from 'vitest';
import { credentialId } from '../../src/model/credential.ts';
import type { Dependent } from '../../src/model/use.ts';
import { parseCodeOwners } from '../../src/policy/codeowners.ts';
import { byOwner, type OwnerFacts, ownerFinder } from '../../src/policy/owner.ts';
import { makeCredential, makePerson } from '../support/make-facts.ts';
import { makePolicy } from '../support/make-situation.ts';

const secret = makeCredential({ id: credentialId('actions-secret', 1, '', 'TOKEN'), kind: 'actions-secret' });
const teams = new Map([['1', { lookedAt: 1, admins: ['acme/platform'] }]]);
const policy = (...owners: readonly object[]) => makePolicy({ owners });
const dependent = (workflow: string): Dependent => ({
  repositoryId: 1,
  repository: 'acme/shop',
  workflow,
  jobs: ['a'],
  environments: [],
  receivers: [],
  sure: true,
});

function ownerOf(given: Partial<OwnerFacts>, thing: object = {}) {
  const nothing = { decisions: [], teams: new Map(), empty: new Set<string>(), codeowners: new Map() };
  const find = ownerFinder({ policy: makePolicy(), ...nothing, matches: minimatch, ...given });
  return find({ credential: secret, sightings: [], dependents: [], ...thing });
}

describe('where CODEOWNERS is there and was not read', () => {
  const unread = { lookedAt: 1, path: 'docs/CODEOWNERS', rules: [], unread: 'larger than 256 KB' };
  const codeowners = new Map([['1', unread]]);
  const why = 'not visible: docs/CODEOWNERS was not read (larger than 256 KB)';

  it('is not visible, and not nobody', () => {
    expect(ownerOf({ codeowners })).toEqual({ names: [], by: 'unseen', says: why });
  });

  it('is the team with that word, or whoever another file names', () => {
    expect(ownerOf({ codeowners, teams })).toMatchObject({
      names: ['@acme/platform'],
      by: 'team',
      says: `administers acme/shop; ${why}`,
    });
    const other = { lookedAt: 1, path: 'CODEOWNERS', rules: parseCodeOwners('* @dev') };
    const dependents = [dependent('.github/workflows/a.yml'), { ...dependent('b.yml'), repositoryId: 2 }];
    expect(ownerOf({ codeowners: new Map([...codeowners, ['2', other]]) }, { dependents })).toMatchObject({
      names: ['@dev'],
      by: 'codeowners',
      says: `CODEOWNERS line 1; ${why}`,
    });
  });

  it('is whom the policy or a decision names, for which it does not matter', () => {
    expect(ownerOf({ codeowners, policy: policy({ match: '*', owner: '@pay' }) })?.says).toBe('the policy, owners: *');
  });

  it('is nobody’s to be left: no leaver owns it by that', () => {
    const found = ownerOf({ codeowners });
    expect(byOwner([secret], () => found)(makePerson({ id: 7, login: 'mallory' }))).toEqual([]);
  });
});
