import { describe, expect, it } from 'vitest';
import { credentialId } from '../../src/model/credential.ts';
import type { RepositoryUses, StoreName } from '../../src/model/use.ts';
import { type Stored, useIndex, usesFinder } from '../../src/workflows/dependents.ts';
import { keptUses } from '../../src/workflows/uses.ts';
import { usesOf } from './repository.ts';

const REGISTRIES = `version: 2
registries:
  npm:
    type: npm-registry
    url: https://npm.acme.example
    token: \${{secrets.NPM}}
  maven:
    type: maven-repository
    username: \${{ secrets.MAVEN_USER }}
    password: \${{ secrets.MAVEN_PASSWORD }}
  broken: [x]
updates: []
`;
const uses = (on: string, name = 'KEY', job = 'a') =>
  `on: ${on}\njobs: { ${job}: { steps: [{ run: 'x \${{ secrets.${name} }}' }] } }`;

const stored = (store: StoreName, name = 'KEY', repositoryId: number | null = 1): Stored => ({
  id: credentialId(`${store}-secret`, repositoryId ?? 'organization', '', name),
  what: 'secret',
  name,
  store,
  scope: repositoryId === null ? {} : { repositoryId },
});

/** What is said of it in a repository with these files, by path. */
function said(one: Stored, files: Readonly<Record<string, string>>, more: readonly Stored[] = []) {
  const map = keptUses(usesOf({}, files), []);
  const read: RepositoryUses = { ...map, lookedAt: 1, literals: [], everyStore: true };
  const repositories = new Map([[1, 'acme/shop']]);
  return usesFinder(useIndex({ repositories, read: new Map([[1, read]]) }), [one, ...more], () => true)(one);
}

const ci = (text: string) => ({ '.github/workflows/ci.yml': text });
const state = (...given: Parameters<typeof said>) => said(...given).state;

describe('a secret of Dependabot', () => {
  it.each(['.github/dependabot.yml', '.github/dependabot.yaml'])('is used by a registry of %s', (path) => {
    expect(said(stored('dependabot', 'MAVEN_PASSWORD'), { [path]: REGISTRIES })).toEqual({
      state: 'used',
      unread: 0,
      dependents: [
        {
          repositoryId: 1,
          repository: 'acme/shop',
          workflow: path,
          jobs: ['maven'],
          environments: [],
          receivers: [],
          sure: true,
        },
      ],
    });
    expect(state(stored('dependabot', 'OTHER'), { [path]: REGISTRIES })).toBe('unused');
  });

  it('is not what a registry elsewhere names, nor what a secret of Actions of that name is', () => {
    expect(state(stored('dependabot', 'NPM'), { 'docs/dependabot.yml': REGISTRIES })).toBe('unused');
    expect(state(stored('actions', 'NPM'), { '.github/dependabot.yml': REGISTRIES })).toBe('unused');
  });

  it.each([
    ['pull_request', 'used'],
    ['[push, workflow_dispatch]', 'used'],
    ['{ pull_request_review: { types: [submitted] } }', 'used'],
    ['schedule', 'unused'],
    ['{ workflow_dispatch: {}, pull_request_target: {} }', 'unused'],
    ['issue_comment', 'unused'],
  ])('is used by a workflow on %s: %s', (on, expected) => {
    expect(state(stored('dependabot'), ci(uses(on)))).toBe(expected);
    expect(state(stored('actions'), ci(uses(on)))).toBe('used');
  });

  it('is said to be taken when Dependabot starts the workflow, and no secret of Actions is', () => {
    expect(said(stored('dependabot'), ci(uses('push'))).dependents[0]?.startedBy).toBe('dependabot');
    expect(said(stored('actions'), ci(uses('push'))).dependents[0]).not.toHaveProperty('startedBy');
  });

  it('may be taken by a workflow that hands on every secret', () => {
    expect(
      state(stored('dependabot'), ci(`on: push\njobs: { a: { steps: [{ run: '\${{ toJSON(secrets) }}' }] } }`)),
    ).toBe('unknown');
  });

  it('of the organisation is hidden by one of Dependabot in the repository, not by one of Actions', () => {
    const ofOrganization = stored('dependabot', 'KEY', null);
    expect(state(ofOrganization, ci(uses('push')), [stored('actions')])).toBe('used');
    expect(state(ofOrganization, ci(uses('push')), [stored('dependabot')])).toBe('unused');
  });

  it('is not called unused by what an older version read, or when its configuration was not read', () => {
    const old: RepositoryUses = { uses: [], unread: [], risks: [], literals: [], lookedAt: 1 };
    const [one, actions] = [stored('dependabot'), stored('actions')];
    const find = usesFinder(
      useIndex({ repositories: new Map([[1, 'acme/shop']]), read: new Map([[1, old]]) }),
      [],
      () => true,
    );
    expect([find(one).state, find(actions).state]).toEqual(['unknown', 'unused']);
    expect(state(one, { '.github/dependabot.yml': 'registries: [' })).toBe('unknown');
  });
});

describe('a secret of agents', () => {
  const SETUP = '.github/workflows/copilot-setup-steps.yml';

  it('is used by the job that sets up their machine', () => {
    const { state: is, dependents } = said(stored('agents'), {
      [SETUP]: uses('workflow_dispatch', 'KEY', 'copilot-setup-steps'),
    });
    expect(is).toBe('used');
    expect(dependents).toMatchObject([{ jobs: ['copilot-setup-steps'], startedBy: 'agents' }]);
  });

  it.each([
    ['another job of that workflow', { [SETUP]: uses('workflow_dispatch') }],
    ['another workflow', ci(uses('push', 'KEY', 'copilot-setup-steps'))],
    ['nothing', {}],
  ])('and never called unused, because they get it all the same: named by %s', (_, files) => {
    expect(said(stored('agents'), files)).toEqual({
      state: 'unknown',
      dependents: [],
      unread: 0,
      beyond: 'agents get it as an environment variable, whatever the files say',
    });
  });

  it('says where else one for their tools may go', () => {
    expect(said(stored('agents', 'COPILOT_MCP_KEY'), {}).beyond).toContain('MCP servers');
  });
});
