import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { say, usesOf } from './repository.ts';

const usesIn = (text: string, others?: Record<string, string>) => usesOf({ ci: text }, others).uses.map(say);
const step = (text: string) => usesIn(`jobs: { build: { steps: [${text}] } }`);

describe('a secret', () => {
  it('that is an input of an action is handed to that action', () => {
    expect(step(`{ name: Push, uses: docker/login@v3, with: { password: '\${{ secrets.REGISTRY }}' } }`)).toEqual([
      'build > Push: REGISTRY -> docker/login@v3 (input PASSWORD)',
    ]);
  });

  it('in a script is handed to the script', () => {
    expect(step(`{ run: 'deploy \${{ secrets.key }}' }`)).toEqual(['build > step 1: KEY -> script (script)']);
  });

  it('in the environment of a workflow or job reaches every step, also actions that do not ask for it', () => {
    const text = `
      env: { A: '\${{ secrets.ONE }}', B: '\${{ secrets.TWO }}' }
      jobs:
        build:
          env: { A: 'nothing secret', C: '\${{ env.B }}' }
          steps: [{ uses: some/action@v1 }, { run: make }]`;
    expect(usesIn(text)).toEqual([
      'build > step 1: TWO -> some/action@v1 (environment variable B)',
      'build > step 1: TWO -> some/action@v1 (environment variable C)',
      'build > step 2: TWO -> script (environment variable B)',
      'build > step 2: TWO -> script (environment variable C)',
    ]);
  });

  it('that opens a container image is used by the runner', () => {
    const text = `jobs: { build: { container: { image: x, credentials: { password: '\${{ secrets.PULL }}' } } } }`;
    expect(usesIn(text)).toEqual(['build: PULL -> job (setting)']);
  });

  it('of the job itself is in no store', () => {
    expect(step(`{ run: x, env: { T: '\${{ secrets.GITHUB_TOKEN }}' } }`)).toEqual([]);
  });

  it('beside variables is told apart from them', () => {
    const { uses } = usesOf({ ci: `jobs: { b: { steps: [{ run: '\${{ vars.PLACE }} \${{ secrets.KEY }}' }] } }` });
    expect(uses.map(({ what, name }) => [what, name])).toEqual([
      ['variable', 'PLACE'],
      ['secret', 'KEY'],
    ]);
  });
});

describe('a name that is computed', () => {
  const deploy = (key: string, matrix: string) =>
    usesIn(`
      jobs:
        deploy:
          strategy: { matrix: ${matrix} }
          environment: { name: '\${{ matrix.env }}' }
          steps: [{ run: ship, env: { KEY: "\${{ secrets[${key}] }}" } }]`);

  it('from a matrix is every name that the matrix gives, each in its own environment', () => {
    expect(deploy("format('KEY_{0}', matrix.env)", '{ env: [test, prod] }')).toEqual([
      'deploy > step 1: KEY_TEST -> script (environment variable KEY) in test',
      'deploy > step 1: KEY_PROD -> script (environment variable KEY) in prod',
    ]);
  });

  it('from what only the run knows may be any', () => {
    expect(deploy('matrix.key', `'\${{ fromJSON(needs.plan.outputs.matrix) }}'`)).toEqual([
      'deploy > step 1: * -> script (environment variable KEY) in *',
    ]);
  });

  it('from runs to which more is added is the one of each run: what is included belongs to the runs that it fits', () => {
    const matrix = '{ env: [test, prod], include: [{ env: test, key: ONE }, { env: prod, key: TWO }, { extra: x }] }';
    expect(deploy('matrix.key', matrix)).toEqual([
      'deploy > step 1: ONE -> script (environment variable KEY) in test',
      'deploy > step 1: TWO -> script (environment variable KEY) in prod',
    ]);
  });

  it('from runs some of which only the run knows may be any', () => {
    const matrix = `{ env: '\${{ fromJSON(vars.ENVS) }}', os: [a], include: [{ env: test, key: ONE }] }`;
    expect(deploy('matrix.key', matrix)).toContain('deploy > step 1: * -> script (environment variable KEY) in *');
  });

  it('from included runs is found as well', () => {
    expect(deploy('matrix.key', '{ include: [{ env: a, key: one }, { env: b, key: two }] }')).toContain(
      'deploy > step 1: TWO -> script (environment variable KEY) in b',
    );
  });
});

describe('a reusable workflow', () => {
  const release = `
    on: { workflow_call: { secrets: { token: { required: true } } } }
    jobs: { publish: { environment: prod, steps: [{ run: 'publish \${{ secrets.token }}' }] } }`;
  const called = './.github/workflows/release.yml';

  it('knows secrets by the names that its caller gives them', () => {
    const { uses } = usesOf({
      release,
      ci: `jobs: { ship: { uses: ${called}, secrets: { token: '\${{ secrets.NPM_TOKEN }}' } } }`,
    });
    expect(uses.map(say)).toEqual([
      'ship / publish > step 1: NPM_TOKEN -> script (script) through .github/workflows/release.yml',
      'ship / publish > step 1: TOKEN -> script (script) in prod alone, surely through .github/workflows/release.yml',
    ]);
    expect(uses[0]?.workflow).toBe('.github/workflows/ci.yml');
  });

  it('that inherits uses what it names, and not everything', () => {
    const { uses } = usesOf({ release, ci: `jobs: { ship: { uses: ${called}, secrets: inherit } }` });
    expect(uses.map(({ name }) => name)).toEqual(['TOKEN']);
  });

  it('that gets nothing has nothing but what its environment may hold', () => {
    expect(usesOf({ release, ci: `jobs: { ship: { uses: ${called} } }` }).uses.map(say)).toEqual([
      'ship / publish > step 1: TOKEN -> script (script) in prod alone, perhaps through .github/workflows/release.yml',
    ]);
    const without = release.replace('environment: prod, ', '');
    expect(usesOf({ release: without, ci: `jobs: { ship: { uses: ${called} } }` }).uses).toEqual([]);
  });

  it('that nobody here calls is read by its own names, so that nothing looks unused', () => {
    expect(usesOf({ release }).uses.map(({ name }) => name)).toEqual(['TOKEN']);
  });

  it('of another repository is where the trail ends: inherited, it may use every secret', () => {
    expect(usesIn('jobs: { ship: { uses: other/ci/.github/workflows/x.yml@v1, secrets: inherit } }')).toEqual([
      'ship: * -> other/ci/.github/workflows/x.yml@v1 (secret of a called workflow)',
      'ship: * -> other/ci/.github/workflows/x.yml@v1 (secret of a called workflow) in * alone, perhaps',
      'ship: * -> other/ci/.github/workflows/x.yml@v1 (setting) in *',
    ]);
  });

  it('that calls itself ends', () => {
    const text = `{ on: [push, workflow_call], jobs: { a: { uses: ${called}, secrets: inherit } } }`;
    expect(usesOf({ release: text }).uses.map(({ name }) => name)).toEqual(['*']);
  });
});

describe('a composite action of the repository', () => {
  const action = `
    runs:
      using: composite
      steps: [{ name: Push, uses: docker/login@v3, with: { password: '\${{ inputs.key }}' } }]`;

  it('is followed to what it hands its inputs to', () => {
    const text = `jobs: { b: { steps: [{ name: Own, uses: ./tools/push, with: { key: '\${{ secrets.REGISTRY }}' } }] } }`;
    expect(usesIn(text, { 'tools/push/action.yml': action })).toEqual([
      'b > Own / Push: REGISTRY -> docker/login@v3 (input PASSWORD) through tools/push/action.yml',
    ]);
  });

  it('that calls itself ends', () => {
    const loop = 'runs: { using: composite, steps: [{ uses: ./loop }] }';
    const text = `jobs: { b: { env: { K: '\${{ secrets.A }}' }, steps: [{ uses: ./loop }] } }`;
    expect(usesIn(text, { 'loop/action.yaml': loop })).toHaveLength(1);
  });
});

describe('what cannot be read', () => {
  it('is named, and the rest is read', () => {
    const { uses, unread } = usesOf({ bad: 'jobs: [', ci: `jobs: { b: { steps: [{ run: '\${{ secrets.A }}' }] } }` });
    expect(unread).toEqual([{ path: '.github/workflows/bad.yml', why: expect.stringContaining('not YAML') }]);
    expect(uses).toHaveLength(1);
  });

  it('never throws, whatever a person writes', () => {
    const word = fc.constantFrom(
      'jobs',
      'steps',
      'uses',
      'with',
      'env',
      'secrets',
      'inherit',
      `\${{ secrets[`,
      'matrix',
    );
    const tree = fc.letrec<{ node: unknown }>((tie) => ({
      node: fc.oneof(
        { depthSize: 'medium' },
        word,
        fc.constant(null),
        fc.array(tie('node'), { maxLength: 3 }),
        fc.dictionary(word, tie('node'), { maxKeys: 4 }),
      ),
    })).node;
    fc.assert(
      fc.property(tree, (jobs) => {
        usesOf({ ci: JSON.stringify({ jobs: { a: jobs, b: { steps: [jobs], strategy: jobs } } }) });
      }),
      { numRuns: 300 },
    );
  });
});
