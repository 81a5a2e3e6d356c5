import { minimatch } from 'minimatch';
import { describe, expect, it } from 'vitest';
import { credentialId } from '../../src/model/credential.ts';
import type { Dependent } from '../../src/model/use.ts';
import { parseCodeOwners } from '../../src/policy/codeowners.ts';
import { byOwner, type OwnerFacts, ownerFinder } from '../../src/policy/owner.ts';
import { bySlug, emptyTeams, lastOf } from '../../src/policy/teams.ts';
import { makeCredential, makePerson, makePlaintext, makeSighting, NOW } from '../support/make-facts.ts';
import { makePolicy } from '../support/make-situation.ts';

const secret = makeCredential({
  id: credentialId('actions-secret', 1, '', 'DEPLOY_KEY'),
  kind: 'actions-secret',
  name: 'DEPLOY_KEY',
});

const dependent = (workflow: string, sure = true): Dependent => ({
  repositoryId: 1,
  repository: 'acme/shop',
  workflow,
  jobs: ['a'],
  environments: [],
  receivers: [],
  sure,
});

function ownerOf(given: Partial<OwnerFacts> & { codeownersText?: string }, thing: object = {}) {
  const { codeownersText: text } = given;
  const file =
    text === undefined ? [] : [['1', { lookedAt: 1, path: 'CODEOWNERS', rules: parseCodeOwners(text) }] as const];
  const find = ownerFinder({
    policy: makePolicy(),
    decisions: [],
    teams: new Map(),
    empty: new Set(),
    codeowners: new Map(file),
    matches: minimatch,
    ...given,
  });
  return find({ credential: secret, sightings: [], dependents: [], ...thing });
}

const decided = {
  id: '1',
  at: NOW,
  by: { id: 1, login: 'bob' },
  said: 'acme/security#7',
  decides: 'owner' as const,
  credential: secret.id,
  owner: { id: 2, login: 'alice' },
};
const policy = (...owners: readonly object[]) => makePolicy({ owners });
const teams = new Map([['1', { lookedAt: 1, admins: ['acme/platform'] }]]);

describe('the owner', () => {
  it('is who was decided on last, before the policy, before CODEOWNERS, before the team that administers', () => {
    const all = {
      decisions: [decided, { ...decided, id: '2', owner: { id: 3, login: 'carol' } }],
      policy: policy({ match: '*', owner: '@acme/pay' }),
      codeownersText: '* @dave',
      teams,
    };
    expect(ownerOf(all)).toMatchObject({
      names: ['@carol'],
      by: 'decision',
      says: 'bob said so on 2026-11-21 (acme/security#7)',
    });
    expect(ownerOf({ ...all, decisions: [] })).toMatchObject({ names: ['@acme/pay'], by: 'policy' });
    expect(ownerOf({ ...all, decisions: [], policy: makePolicy() })).toMatchObject({
      names: ['@dave'],
      by: 'codeowners',
    });
    expect(ownerOf({ teams })).toMatchObject({ names: ['@acme/platform'], by: 'team' });
  });

  it('may be nobody', () => {
    expect(ownerOf({})).toBeUndefined();
    expect(ownerOf({ codeownersText: '* @dave\n.github/\n' })).toBeUndefined();
  });

  it.each([
    ['shop', 'acme/shop', true],
    ['sh*', 'acme/shop', true],
    ['shop/DEPLOY_*', 'acme/shop', true],
    ['shop/OTHER', 'acme/shop', false],
    ['*/DEPLOY_KEY', 'acme/shop', true],
    ['/DEPLOY_KEY', 'acme/shop', false],
    ['/DEPLOY_KEY', undefined, true],
    ['infra', 'acme/shop', false],
  ])('by the policy, match %s, of %s: %s', (match, repository, expected) => {
    const scope = repository === undefined ? {} : { repositoryId: 1, repository };
    const found = ownerOf({ policy: policy({ match, owner: '@alice' }) }, { credential: { ...secret, scope } });
    expect(found !== undefined).toBe(expected);
  });

  it('by the policy is the last entry that fits', () => {
    const entries = [
      { match: '*', owner: '@alice' },
      { match: 'shop', owner: '@bob' },
      { match: 'infra', owner: '@carol' },
    ];
    expect(ownerOf({ policy: policy(...entries) })?.names).toEqual(['@bob']);
  });

  it('by CODEOWNERS is that of the workflows which use it, else of the settings', () => {
    const codeownersText =
      '* @all\n.github/ @settings\n.github/workflows/deploy.yml @ship\n.github/workflows/test.yml @qa\n';
    const owners = (...dependents: readonly Dependent[]) => ownerOf({ codeownersText }, { dependents })?.names;
    expect(owners()).toEqual(['@settings']);
    expect(owners(dependent('.github/workflows/deploy.yml'), dependent('.github/workflows/test.yml'))).toEqual([
      '@ship',
      '@qa',
    ]);
    expect(owners(dependent('.github/workflows/deploy.yml', false))).toEqual(['@settings']);
  });

  it('by CODEOWNERS is, for a value in code, that of its file', () => {
    const thing = { credential: makePlaintext(), sightings: [makeSighting({ path: 'src/deploy.sh' })] };
    expect(ownerOf({ codeownersText: '* @all\n/src/ @dev\n' }, thing)).toMatchObject({
      names: ['@dev'],
      says: 'CODEOWNERS line 2',
    });
  });
});

describe('a team', () => {
  const stay = (id: number, seenAt: number, goneAt?: number) => {
    return { id, login: `p${id}`, since: 1, seenAt, ...(goneAt ? { goneAt } : {}) };
  };
  const team = (slug: string, ...people: ReturnType<typeof stay>[]) => ({
    slug,
    firstLookedAt: 1,
    lookedAt: 9,
    people,
  });
  const all = bySlug([
    team('full', stay(1, 9), stay(2, 9)),
    team('Single', stay(1, 9), stay(2, 5, 6)),
    team('empty', stay(1, 8, 9), stay(2, 5, 6)),
    team('new'),
  ]);

  it('owns as long as somebody is in it; else it is told that nobody is', () => {
    const empty = emptyTeams(all, 'Acme');
    expect([...empty]).toEqual(['@acme/empty', '@acme/new']);
    const says = (owner: string) => ownerOf({ policy: policy({ match: '*', owner }), empty })?.says;
    expect(says('@acme/Empty')).toBe('the policy, owners: *, and nobody is in that team');
    expect(says('@acme/full')).toBe('the policy, owners: *');
    expect(ownerOf({ codeownersText: '* @acme/empty @alice', empty })?.says).toBe('CODEOWNERS line 1');
    expect(ownerOf({ empty })).toBeUndefined();
  });

  it('hands what it owns to nobody when its last member leaves, or was the last', () => {
    const last = lastOf(all, 'acme');
    expect(Object.fromEntries(last)).toEqual({ 1: ['@acme/single', '@acme/empty'] });
    const things = [['@acme/full'], ['@acme/single'], ['@acme/EMPTY', '@acme/full'], ['@acme/new']];
    const owned = byOwner(things, (names) => ({ names, by: 'codeowners', says: '' }), last);
    expect(owned(makePerson({ id: 1, login: 'p1' }))).toEqual([things[1], things[2]]);
    expect(owned(makePerson({ id: 2, login: 'p2' }))).toEqual([]);
  });

  it('that was deleted gives its name to the next one', () => {
    const [old, next] = [team('ops', stay(1, 2, 3)), { ...team('ops', stay(2, 9)), lookedAt: 10 }];
    for (const both of [
      [old, next],
      [next, old],
    ])
      expect(bySlug(both).get('ops')).toBe(next);
  });
});

it('an owner is a person by login or address, in any case of letters, and not by team', () => {
  const alice = makePerson({ id: 1, login: 'Alice', emails: [{ address: 'alice@acme.example', source: 'github' }] });
  const things = [['@alice'], ['@bob', 'ALICE@acme.example', '@ALICE'], ['@acme/alice'], ['@alice2'], []];
  const owned = byOwner(things, (names) => (names.length === 0 ? undefined : { names, by: 'policy', says: '' }))(alice);
  expect(owned).toEqual(things.slice(0, 2));
});
