// What a called workflow takes from environments.
// https://docs.github.com/actions/how-tos/reuse-automations/reuse-workflows says: a caller
// cannot pass a secret of an environment; where a job of the called workflow has an
// environment, that environment's secret is used and not the one that was passed.
import { describe, expect, it } from 'vitest';
import { credentialId, type Scope } from '../../src/model/credential.ts';
import { type Stored, useIndex, usesFinder } from '../../src/workflows/dependents.ts';
import { risksOf } from '../../src/workflows/risks.ts';
import type { WorkflowFile } from '../../src/workflows/use-map.ts';
import { useMap } from '../../src/workflows/use-map.ts';
import { keptUses } from '../../src/workflows/uses.ts';

const REPOSITORY = { repositoryId: 1 };
const PROD = { repositoryId: 1, environment: 'prod' };

const stored = (name: string, scope: Scope, what: Stored['what'] = 'secret'): Stored => ({
  id: credentialId('actions-secret', scope.repositoryId ?? 'organization', scope.environment ?? '', what, name),
  what,
  name,
  scope,
  store: 'actions',
});

const file = (name: string, text: string, origin?: string): WorkflowFile => ({
  path: `.github/workflows/${name}.yml`,
  text,
  ...(origin === undefined ? {} : { origin }),
});

/** A workflow that calls another one in this way. */
const caller = (uses: string, more = '') => file('ci', `{ on: push, jobs: { ship: { uses: '${uses}'${more} } } }`);
const LOCAL = './.github/workflows/release.yml';
const FOREIGN = 'other/ci/.github/workflows/x.yml@v1';

/** A called workflow whose job takes this, in `prod` where nothing else is said. */
const release = (takes = 'secrets.token', environment = 'environment: prod,') =>
  `{ on: workflow_call, jobs: { publish: { ${environment} steps: [{ run: 'x \${{ ${takes} }}' }] } } }`;

const MAPPED = `, secrets: { token: '\${{ secrets.NPM_TOKEN }}' }`;

function statesOf(files: readonly WorkflowFile[], ...all: readonly Stored[]) {
  const uses = { ...keptUses(useMap(files, 'acme'), []), lookedAt: 1, literals: [] };
  const index = useIndex({ repositories: new Map([[1, 'acme/shop']]), read: new Map([[1, uses]]) });
  const find = usesFinder(index, all, () => true);
  return all.map((each) => find(each).state);
}

describe('a secret of the environment that a called job names', () => {
  const inProd = stored('TOKEN', PROD);
  const inTest = stored('TOKEN', { repositoryId: 1, environment: 'test' });

  it('is used where one of that name is passed, which is used as well', () => {
    const files = [file('release', release()), caller(LOCAL, MAPPED)];
    expect(statesOf(files, inProd, inTest, stored('NPM_TOKEN', REPOSITORY))).toEqual(['used', 'unused', 'used']);
  });

  it('is used where all are inherited, and hides that of the repository', () => {
    const files = [file('release', release()), caller(LOCAL, ', secrets: inherit')];
    expect(statesOf(files, inProd, inTest, stored('TOKEN', REPOSITORY))).toEqual(['used', 'unused', 'unused']);
  });

  it('is perhaps used where nothing is passed: documents and what people see differ', () => {
    const files = [file('release', release()), caller(LOCAL)];
    expect(statesOf(files, inProd, inTest, stored('TOKEN', REPOSITORY))).toEqual(['unknown', 'unused', 'unused']);
  });

  it('is used where the whole called workflow takes it by `env`, and the job is in the environment', () => {
    const text = `{ on: workflow_call, env: { T: '\${{ secrets.token }}', U: plain }, jobs: { a: { environment: prod, steps: [{ run: x }] }, b: { steps: [{ run: y }] } } }`;
    const [npm, top] = [stored('NPM_TOKEN', REPOSITORY), stored('TOKEN', REPOSITORY)];
    const states = (more: string) => statesOf([file('release', text), caller(LOCAL, more)], inProd, inTest, npm, top);
    expect(states(MAPPED)).toEqual(['used', 'unused', 'used', 'unused']);
    expect(states(', secrets: inherit')).toEqual(['used', 'unused', 'unused', 'used']);
    expect(states('')).toEqual(['unknown', 'unused', 'unused', 'unused']);
  });

  it('is in the environments of the repository that calls, whichever the workflow is of', () => {
    const files = [
      file('release', release(), 'acme/ci@v1'),
      caller('acme/ci/.github/workflows/release.yml@v1', MAPPED),
    ];
    expect(statesOf(files, inProd, inTest)).toEqual(['used', 'unused']);
  });

  it('is any of them where the name of the environment is an input', () => {
    const files = [
      file('release', release('secrets.token', `environment: '\${{ inputs.to }}',`)),
      caller(LOCAL, MAPPED),
    ];
    expect(statesOf(files, inProd, inTest, stored('OTHER', PROD))).toEqual(['used', 'used', 'unused']);
  });

  it('is found through two calls, and where the whole context is taken', () => {
    const middle = `{ on: workflow_call, jobs: { on: { uses: ${LOCAL}, secrets: inherit } } }`;
    const twice = (more: string) => [
      file('release', release()),
      file('middle', middle),
      caller('./.github/workflows/middle.yml', more),
    ];
    expect(statesOf(twice(MAPPED), inProd, stored('NPM_TOKEN', REPOSITORY))).toEqual(['used', 'used']);
    expect(statesOf(twice(', secrets: inherit'), inProd)).toEqual(['used']);
    const whole = [file('release', release('toJSON(secrets)')), caller(LOCAL, MAPPED)];
    expect(statesOf(whole, inProd, inTest)).toEqual(['unknown', 'unused']);
  });

  it('is not what a composite action of the called job takes: it has no secrets', () => {
    const job = '{ on: workflow_call, jobs: { a: { environment: prod, steps: [{ uses: ./act }] } } }';
    const act = {
      path: 'act/action.yml',
      text: `runs: { using: composite, steps: [{ run: 'x \${{ secrets.token }}' }] }`,
    };
    expect(statesOf([file('release', job), act, caller(LOCAL, MAPPED)], inProd)).toEqual(['unused']);
  });
});

describe('a secret that a caller passes', () => {
  it('is that of the repository, also where the environment of the called job has one of the same name', () => {
    const files = [file('release', release()), caller(LOCAL, MAPPED)];
    expect(statesOf(files, stored('NPM_TOKEN', REPOSITORY), stored('NPM_TOKEN', PROD))).toEqual(['used', 'unused']);
  });

  it('is one of the environment where both have that name', () => {
    const same = `, secrets: { token: '\${{ secrets.TOKEN }}' }`;
    const files = [file('release', release()), caller(LOCAL, same)];
    expect(statesOf(files, stored('TOKEN', REPOSITORY), stored('TOKEN', PROD))).toEqual(['used', 'used']);
  });
});

describe('a called workflow that is not followed', () => {
  it.each([
    ['nothing is passed', ''],
    ['one secret is passed', MAPPED],
    ['all are inherited', ', secrets: inherit'],
  ])('may take any secret of an environment and any variable, where %s', (_, more) => {
    const [secret, variable] = [stored('TOKEN', PROD), stored('HOST', REPOSITORY, 'variable')];
    expect(statesOf([caller(FOREIGN, more)], secret, variable)).toEqual(['unknown', 'unknown']);
  });

  it('gets no secret of the repository that is not passed, and is no risk by what is its own to take', () => {
    const [passed, other] = [stored('NPM_TOKEN', REPOSITORY), stored('OTHER', REPOSITORY)];
    expect(statesOf([caller(FOREIGN, MAPPED)], passed, other)).toEqual(['used', 'unused']);
    expect(statesOf([caller(FOREIGN)], other)).toEqual(['unused']);
    expect(risksOf(useMap([caller(FOREIGN)], 'acme').uses)).toEqual([]);
  });
});
