import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PersonAccess, RepositoryAccess, WritingRole } from '../../src/model/access.ts';
import { credentialId, type KnownCredential } from '../../src/model/credential.ts';
import { withLook } from '../../src/policy/access-history.ts';
import { type ExposureFacts, exposureFinder } from '../../src/policy/exposure.ts';
import { makeCredential, makePerson } from '../support/make-facts.ts';
import { makeRepository } from '../support/make-situation.ts';

const MALLORY = makePerson({ id: 7, login: 'mallory' });
const [STORED, LATER] = [1000, 2000];

const secret = (name: string, given: Partial<KnownCredential> = {}): KnownCredential =>
  makeCredential({
    id: credentialId(
      'actions-secret',
      given.scope?.repositoryId ?? 'organization',
      given.scope?.environment ?? '',
      name,
    ),
    kind: 'actions-secret',
    name,
    scope: { repositoryId: 1, repository: 'acme/shop' },
    createdAt: STORED,
    updatedAt: STORED,
    facts: {},
    ...given,
  });

const access = (repositoryId: number, ...people: readonly Partial<PersonAccess>[]): RepositoryAccess => ({
  repositoryId,
  lookedAt: LATER,
  people: people.map((each) => ({ id: 7, login: 'mallory', role: 'write', since: 1, seenAt: LATER, ...each })),
});

type World = ExposureFacts & { readonly credentials: readonly KnownCredential[] };

function exposed({ credentials = [], ...given }: Partial<World>) {
  const repositories = new Map([
    [1, makeRepository()],
    [2, makeRepository({ id: 2, fullName: 'acme/site', private: false })],
  ]);
  const none = { access: [], selected: new Map(), teams: new Map() };
  return exposureFinder({ ...none, repositories, ...given })(credentials)(MALLORY, new Set());
}

const names = (given: Partial<World>) => exposed(given).credentials.map(({ name }) => name);

describe('who can write', () => {
  it('could read every secret of the repository, used today or not', () => {
    expect(names({ access: [access(1, {})], credentials: [secret('A'), secret('B')] })).toEqual(['A', 'B']);
  });

  it('and nothing of a repository in which they could not', () => {
    const elsewhere = secret('A', { scope: { repositoryId: 2, repository: 'acme/site' } });
    expect(names({ access: [access(1, {}), access(2, { id: 8 })], credentials: [elsewhere] })).toEqual([]);
  });

  it.each([
    ['ended before the value was stored', STORED - 1, []],
    ['ended after it was stored, however long ago', STORED + 1, ['A']],
  ])('whose access %s: %j', (_, goneAt, expected) => {
    expect(names({ access: [access(1, { goneAt })], credentials: [secret('A')] })).toEqual(expected);
  });

  it('no longer knows what was replaced after they could write', () => {
    const replaced = secret('A', { updatedAt: LATER });
    expect(names({ access: [access(1, { goneAt: LATER - 1 })], credentials: [replaced] })).toEqual([]);
  });

  it.each([
    ['all', 2, undefined, ['A']],
    ['private', 1, undefined, ['A']],
    ['private', 2, undefined, []],
    ['selected', 1, [1], ['A']],
    ['selected', 1, [2], []],
    ['selected', 1, undefined, ['A']],
  ])('of the organisation, visible to %s, by way of repository %i, chosen %j: %j', (visibility, id, ids, expected) => {
    const credentials = [secret('A', { scope: {}, facts: { visibility } })];
    const selected = new Map(ids ? [[credentials[0]?.id ?? '', { lookedAt: 1, repositoryIds: ids }]] : []);
    expect(names({ access: [access(id, {})], credentials, selected })).toEqual(expected);
  });

  it('counts deploy keys and webhooks not among it: nobody can read them', () => {
    expect(names({ access: [access(1, {})], credentials: [makeCredential()] })).toEqual([]);
  });
});

it('a thousand leavers of a large organisation take a moment', () => {
  const ids = Array.from({ length: 10_000 }, (_, at) => at + 1);
  const people = Array.from({ length: 1000 }, (_, at) => makePerson({ id: at + 1, login: `p${at}` }));
  const credentials = ids.flatMap((id) =>
    Array.from({ length: 10 }, (_, at) => secret(`S${at}`, { scope: { repositoryId: id, repository: `acme/r${id}` } })),
  );
  // Everybody writes in a hundred repositories, and everybody may see the organisation's thousand secrets.
  const own = Array.from({ length: 1000 }, (_, at) => secret(`O${at}`, { scope: {}, facts: { visibility: 'all' } }));
  const before = process.cpuUsage();
  const find = exposureFinder({
    access: ids.map((id) =>
      access(id, ...Array.from({ length: 10 }, (_, at) => ({ id: ((id * 10 + at) % 1000) + 1 }))),
    ),
    repositories: new Map(ids.map((id) => [id, makeRepository({ id, fullName: `acme/r${id}` })])),
    selected: new Map(),
    teams: new Map(),
  })([...credentials, ...own]);
  const counts = people.map((person) => find(person, new Set()).count);
  expect(new Set(counts)).toEqual(new Set([2000]));
  expect(process.cpuUsage(before).user / 1000).toBeLessThan(8000);
});

describe('what was seen of access', () => {
  const look = fc.uniqueArray(
    fc.record({ id: fc.integer({ min: 1, max: 4 }), role: fc.constantFrom<WritingRole>('write', 'admin') }),
    { selector: ({ id }) => id },
  );

  it('is never dropped, and is open exactly for whom the last look saw', () => {
    fc.assert(
      fc.property(fc.array(look, { minLength: 1 }), (looks) => {
        let known: readonly PersonAccess[] = [];
        for (const [at, seen] of looks.entries()) {
          const before = known;
          known = withLook(
            known,
            seen.map((each) => ({ ...each, login: `p${each.id}` })),
            at,
          );
          expect(known.length).toBeGreaterThanOrEqual(before.length);
          for (const [index, old] of before.entries())
            expect(known[index]).toMatchObject({ id: old.id, role: old.role, since: old.since });
        }
        const open = known.filter(({ goneAt }) => goneAt === undefined).map(({ id, role }) => `${id} ${role}`);
        expect(open.toSorted()).toEqual((looks.at(-1) ?? []).map(({ id, role }) => `${id} ${role}`).toSorted());
      }),
    );
  });
});
