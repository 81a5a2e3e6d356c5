import { describe, expect, it } from 'vitest';
import { jobLines } from '../../src/workflows/job-lines.ts';
import { useMap, type WorkflowFile } from '../../src/workflows/use-map.ts';
import { keptUses } from '../../src/workflows/uses.ts';

const LARGEST = 256 * 1024;
const ci = (text: string): WorkflowFile => ({ path: '.github/workflows/ci.yml', text: text.slice(0, LARGEST) });
const many = (count: number, text: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => text(at)).join(',');
const SECRET = `\${{ secrets.KEY }}`;
const steps = (text: string) => `jobs: { a: { steps: [${text}] } }`;

const action: WorkflowFile = {
  path: 'x/action.yml',
  text: `runs: { using: composite, steps: [${many(60, () => '{ uses: ./x }')}] }`,
};
const calling = (at: number): WorkflowFile => ({
  path: `.github/workflows/w${at}.yml`,
  text: `on: workflow_call\njobs: { ${many(60, (job) => `j${job}: { uses: ./.github/workflows/w${at + 1}.yml, secrets: inherit }`)} }`,
});

/** Each may be written by anybody who can push, and is read within the job of a repository. */
const HOSTILE: readonly (readonly [string, readonly WorkflowFile[]])[] = [
  ['an anchor that holds itself', [ci('jobs: { a: { container: &a [1, *a] } }')]],
  ['a mapping that holds itself', [ci('jobs: { a: &a { x: *a, steps: [{ run: x, env: *a }] } }')]],
  ['nothing but open brackets', [ci(`jobs: ${'['.repeat(LARGEST)}`)]],
  [
    'aliases of aliases',
    [
      ci(
        `a0: &a0 [1,1,1,1,1,1]\n${Array.from({ length: 12 }, (_, at) => `a${at + 1}: &a${at + 1} [${many(6, () => `*a${at}`)}]`).join('\n')}`,
      ),
    ],
  ],
  [
    'a matrix of a thousand axes',
    [
      ci(
        `jobs: { a: { strategy: { matrix: { ${many(1000, (at) => `k${at}: [1,2,3,4]`)} } }, steps: [{ run: '\${{ secrets[matrix.k1] }}' }] } }`,
      ),
    ],
  ],
  [
    'a hundred matrices with many runs and much that is added to them',
    [
      ci(
        `jobs: { a: { strategy: &s { matrix: { k: [${many(200, String)}], include: [${many(200, (at) => `{ ${many(20, (name) => `x${name}: ${at}`)} }`)}] } } }, ${many(99, (at) => `j${at}: { strategy: *s, steps: [{ run: '\${{ secrets[matrix.x1] }}' }] }`)} }`,
      ),
    ],
  ],
  [
    'a matrix of a hundred thousand values',
    [
      ci(
        `jobs: { a: { strategy: { matrix: { k: [${many(90_000, String)}] } }, steps: [{ run: '\${{ secrets[matrix.k] }}' }] } }`,
      ),
    ],
  ],
  [
    'a long variable of all its thousands of jobs, each in an environment',
    [
      {
        path: '.github/workflows/w.yml',
        text: `on: workflow_call\nenv: { A: "${`${SECRET} `.repeat(5000)}" }\njobs: { ${many(5000, (at) => `j${at}: {environment: e}`)} }`,
      },
      ci(`jobs: { ${many(20, (at) => `c${at}: { uses: ./.github/workflows/w.yml, secrets: {A: x} }`)} }`),
    ],
  ],
  ['brackets in brackets in an expression', [ci(steps(`{ run: '\${{ ${'secrets['.repeat(60_000)} }}' }`))]],
  ['expressions without an end', [ci(steps(`{ run: "${'${{ secrets.A '.repeat(30_000)}" }`))]],
  [
    'as many variables as steps, in every one',
    [
      ci(
        `jobs: { a: { env: { ${many(4000, (at) => `k${at}: '${SECRET}'`)} }, steps: [${many(4000, () => '{ run: a }')}] } }`,
      ),
    ],
  ],
  [
    'a long script that gets a thousand variables',
    [
      ci(
        `jobs: { a: { env: { ${many(1000, (at) => `k${at}: '${SECRET}'`)} }, steps: [{ run: '${'echo $k1; '.repeat(20_000)}' }] } }`,
      ),
    ],
  ],
  ['an action that calls itself sixty times', [action, ci(steps(`{ uses: ./x, with: { k: '${SECRET}' } }`))]],
  [
    'workflows that call each other sixty times, eleven deep',
    [
      ...Array.from({ length: 11 }, (_, at) => calling(at)),
      ci('jobs: { a: { uses: ./.github/workflows/w0.yml, secrets: inherit } }'),
    ],
  ],
  [
    'two hundred workflows, each with more than is followed',
    Array.from({ length: 200 }, (_, at) => ({
      path: `.github/workflows/${at}.yml`,
      text: `jobs: { a: { env: { ${many(300, (key) => `k${key}: '${SECRET}'`)} }, steps: [${many(300, () => '{ run: a }')}] } }`,
    })),
  ],
  ['thirty thousand jobs', [ci(`jobs: { ${many(30_000, (at) => `j${at}: {}`)} }`)]],
  ['nothing but closing brackets, each with an anchor', [ci('&]'.repeat(LARGEST / 2))]],
  ['nothing but closing brackets, in ten files', Array.from({ length: 10 }, () => ci(']'.repeat(LARGEST)))],
  ['nothing but zero bytes', [ci('\0'.repeat(LARGEST))]],
];

describe('a hostile workflow', () => {
  it.each(HOSTILE)('with %s is read in seconds, and kept in little', { timeout: 60_000 }, (_, files) => {
    const before = process.cpuUsage();
    const map = useMap(files, 'acme');
    const kept = keptUses(map, []);
    // Of the processor's time: other work on the machine is no fault of ours.
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(10_000);
    expect(JSON.stringify(kept).length).toBeLessThan(20_000_000);
    for (const { text } of files) expect(jobLines(text).length).toBeLessThan(100_000);
  });

  it('that does more than is followed says so, and what came first is known', () => {
    const [, files = []] = HOSTILE.find(([name]) => name.startsWith('as many variables')) ?? [];
    const { uses, unread } = useMap(files, 'acme');
    expect(uses.length).toBeGreaterThan(1000);
    expect(unread).toEqual([
      { path: '.github/workflows/ci.yml', why: expect.stringContaining('more than Handback follows') },
    ]);
  });

  it('that holds itself is told as unread', () => {
    expect(useMap([ci('jobs: { a: { container: &a [1, *a] } }')], 'acme').unread).toMatchObject([
      { why: expect.stringContaining('YAML') },
    ]);
  });
});

describe('what is kept', () => {
  it('has no script, and no secret that stands in a name', () => {
    const value = ['ghp', 'x'.repeat(36)].join('_');
    const text = steps(`{ name: 'call with ${value}', run: 'curl -H ${value} ${SECRET}' }`);
    const kept = JSON.stringify(keptUses(useMap([ci(text)], 'acme'), [value]));
    expect(kept).not.toContain(value);
    expect(kept).not.toContain('curl');
    expect(kept).toContain('call with (a secret)');
  });

  it('has no part of a secret either, where a name is cut in the middle of it', () => {
    const value = ['ghp', 'x'.repeat(36)].join('_');
    const long = `eyJ${'Q'.repeat(400)}`;
    const name = `${'n'.repeat(180)} ${value}`;
    const text = steps(
      `{ name: '${name}', run: 'curl \${{ secrets.KEY }}' }, { name: '${long}', uses: 'a/b@${long}', with: { k: '\${{ secrets.KEY }}' } }`,
    );
    const kept = JSON.stringify(keptUses(useMap([ci(text)], 'acme'), [value, long]));
    expect(kept).not.toContain(value.slice(0, 12));
    expect(kept).not.toContain(long.slice(0, 40));
    expect(kept).toContain('(a secret)');
  });
});

describe('a script', () => {
  it('of tens of thousands of expressions is looked through at once', () => {
    const line = `\${{}}`.repeat(40_000);
    const text = `on: push\njobs: { a: { steps: [{ run: "echo ${SECRET} > x\\n${line}" }] } }`;
    const before = process.cpuUsage();
    expect(keptUses(useMap([ci(text)], 'acme'), []).risks).toEqual([]);
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(5000);
  });
});

describe('where a job stands', () => {
  it('is told by its lines', () => {
    const text = 'env:\n  A: 1\njobs:\n  one:\n    steps:\n      - run: a\n  two:\n    env:\n      B: 2\n';
    expect(jobLines(text)).toEqual([
      { job: 'one', first: 4, last: 6 },
      { job: 'two', first: 7, last: 9 },
    ]);
  });

  it('is nowhere in what is no workflow', () => {
    expect(['', '- a', 'jobs: [1]', ']['].flatMap(jobLines)).toEqual([]);
  });
});
