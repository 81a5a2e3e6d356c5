import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { credentialId, type Scope } from '../../src/model/credential.ts';
import type { RepositoryUses } from '../../src/model/use.ts';
import { type Stored, useIndex, usesFinder } from '../../src/workflows/dependents.ts';
import { keptUses } from '../../src/workflows/uses.ts';
import { usesOf } from './repository.ts';

const NAMES = new Map([
  [1, 'acme/shop'],
  [2, 'acme/infra'],
]);

const stored = (name: string, scope: Scope = { repositoryId: 1 }): Stored => ({
  id: credentialId('actions-secret', scope.repositoryId ?? 'organization', scope.environment ?? '', name),
  what: 'secret',
  name,
  scope,
  store: 'actions',
});

function read(text: string, unread: RepositoryUses['unread'] = []): RepositoryUses {
  return { ...keptUses({ ...usesOf({ ci: text }), unread }, []), lookedAt: 1, literals: [] };
}

/** What is said of each of these, where the two repositories have these workflows. */
function states(all: readonly Stored[], shop: RepositoryUses, infra = read('jobs: {}'), mayUse = () => true) {
  const read = new Map([
    [1, shop],
    [2, infra],
  ]);
  const find = usesFinder(useIndex({ repositories: NAMES, read }), all, mayUse);
  return all.map((each) => find(each).state);
}

const use = (what: string, more = '') => `jobs: { a: { ${more} steps: [{ run: 'x \${{ ${what} }}' }] } }`;
const inProd = use('secrets.KEY', 'environment: Prod,');

describe('a stored secret', () => {
  it('is used where a workflow names it, in its environment', () => {
    const prod = stored('KEY', { repositoryId: 1, environment: 'prod' });
    const test = stored('KEY', { repositoryId: 1, environment: 'test' });
    expect(states([stored('OTHER'), prod, test], read(inProd))).toEqual(['unused', 'used', 'unused']);
  });

  it('is hidden by one of the same name nearer to the job', () => {
    const organization = stored('KEY', {});
    const repository = stored('KEY');
    const prod = stored('KEY', { repositoryId: 1, environment: 'prod' });
    expect(states([organization], read(inProd))).toEqual(['used']);
    expect(states([organization, repository], read(inProd))).toEqual(['unused', 'used']);
    expect(states([organization, repository, prod], read(inProd))).toEqual(['unused', 'unused', 'used']);
    expect(states([organization, repository], read(inProd), read(inProd))).toEqual(['used', 'used']);
  });

  it('of the organisation counts only where the repository may use it', () => {
    const all = [stored('KEY', {})];
    expect(states(all, read(inProd), read('jobs: {}'), () => false)).toEqual(['unused']);
  });

  it.each([
    ['something may take every secret', read(use('toJSON(secrets)'))],
    ['a workflow was not read', read(inProd, [{ path: '.github/workflows/b.yml', why: 'not YAML (line 1)' }])],
  ])('is not called unused when %s', (_, shop) => {
    expect(states([stored('OTHER')], shop)).toEqual(['unknown']);
  });

  it('is not called unused when nobody read a repository that may use it', () => {
    const all = [stored('OTHER', {})];
    const find = usesFinder(useIndex({ repositories: NAMES, read: new Map([[1, read(inProd)]]) }), all, () => true);
    expect(all.map(find)).toEqual([{ state: 'unknown', dependents: [], unread: 1 }]);
  });

  it('has each workflow once, with its jobs, environments and the actions that get it', () => {
    const text = `
      env: { K: '\${{ secrets.KEY }}' }
      jobs:
        b: { environment: prod, steps: [{ uses: some/action@v1 }, { uses: some/action@v1 }] }
        a: { steps: [{ run: make }] }`;
    const find = usesFinder(
      useIndex({ repositories: NAMES, read: new Map([[1, read(text)]]) }),
      [stored('KEY')],
      () => true,
    );
    expect(find(stored('KEY')).dependents).toEqual([
      {
        repositoryId: 1,
        repository: 'acme/shop',
        workflow: '.github/workflows/ci.yml',
        jobs: ['a', 'b'],
        environments: ['prod'],
        receivers: ['some/action@v1'],
        sure: true,
      },
    ]);
  });
});

it('nothing that is unread is ever called unused, and what is named is never', () => {
  const name = fc.constantFrom('A', 'B', 'C');
  const expression = fc.oneof(
    name.map((each) => `secrets.${each}`),
    fc.constant('toJSON(secrets)'),
    fc.constant('secrets[inputs.key]'),
  );
  fc.assert(
    fc.property(fc.array(expression, { maxLength: 4 }), name, fc.boolean(), (used, wanted, complete) => {
      const steps = used.map((each) => `{ run: 'x \${{ ${each} }}' }`).join(', ');
      const unread = complete ? [] : [{ path: 'x', why: 'y' }];
      const [state] = states([stored(wanted)], read(`jobs: { a: { steps: [${steps}] } }`, unread));
      const named = used.includes(`secrets.${wanted}`);
      const perhaps = used.some((each) => !/^secrets\.\w$/.test(each)) || !complete;
      expect(state).toBe(named ? 'used' : perhaps ? 'unknown' : 'unused');
    }),
  );
});
