import { beforeAll, describe, expect, it } from 'vitest';
import { lint, type Verdict } from './biome.ts';
import { EFFECT_BREACHES, STYLE_BREACHES } from './breaches.ts';

const pairs = [...EFFECT_BREACHES, ...STYLE_BREACHES].map((one, index) => ({
  ...one,
  breaching: `${one.folder}/breaching-${index}.ts`,
  obeying: `${one.folder}/obeying-${index}.ts`,
}));

// Laws about where a file stands, what it is called or what stands beside it: the same text
// is right or wrong by its place.
const CONSOLE = "console.log('ready');\n\nexport {};\n";
const ENVIRONMENT = 'export const home = process.env;\n';
const VITEST = "import { expect as used } from 'vitest';\n\nexport const use = used;\n";
const DEFAULT = 'const sum = 1 + 1;\n\nexport default sum;\n';
const OTHERS = new Map([
  ['src/jobs/target.ts', 'export const target = 1;\n'],
  ['src/jobs/notKebab.ts', 'export {};\n'],
  ['src/jobs/kebab-case.ts', 'export {};\n'],
  ['src/jobs/egg.ts', "import { hen } from './hen.ts';\n\nexport const egg = (): unknown => hen;\n"],
  ['src/jobs/hen.ts', "import { egg } from './egg.ts';\n\nexport const hen = (): unknown => egg;\n"],
  ['src/jobs/child.ts', "import type { Parent } from './parent.ts';\n\nexport type Child = Parent | 1;\n"],
  ['src/jobs/parent.ts', "import type { Child } from './child.ts';\n\nexport type Parent = Child | 2;\n"],
  ['src/cli.ts', CONSOLE],
  ['src/cli/scan.ts', CONSOLE],
  ['src/web/server.ts', CONSOLE],
  ['src/main.ts', ENVIRONMENT],
  ['src/git/program-folders.ts', ENVIRONMENT],
  ['src/git/run.ts', ENVIRONMENT],
  ['src/config.ts', ENVIRONMENT],
  ['src/cli/serve.ts', ENVIRONMENT],
  ['test/support/home.ts', ENVIRONMENT],
  ['test/support/use.ts', VITEST],
  ['test/support/only.test.ts', "import { it } from 'vitest';\n\nit.only('is the one test that runs', () => {});\n"],
  ['test/support/skip.test.ts', "import { it } from 'vitest';\n\nit.skip('never runs', () => {});\n"],
  ['demo/use.ts', VITEST],
  ['demo/undeclared.ts', VITEST.replace("'vitest'", "'lodash'")],
  ['some.config.ts', DEFAULT],
  ['demo/sum.ts', DEFAULT],
  ['scripts/setup.mjs', 'export const word = "block"\n'],
  ['src/detect/filter.as.ts', 'export  enum Mode { a }'],
]);

let verdict: Verdict;

beforeAll(async () => {
  const files = pairs.flatMap((one): [string, string][] => [
    [one.breaching, one.breach],
    [one.obeying, one.clean],
  ]);
  verdict = await lint(new Map([...files, ...OTHERS]));
});

it('looks at every file of the made-up project but AssemblyScript', () => {
  expect(verdict.checked).toBeGreaterThanOrEqual(pairs.length * 2 + OTHERS.size - 1);
});

describe.each(pairs)('$folder: $name', ({ breaching, obeying, rule }) => {
  it('is reported', () => {
    expect(verdict.reported(breaching)).toContain(rule);
  });

  it('is not reported when done right', () => {
    expect(verdict.reported(obeying)).toEqual([]);
  });
});

it.each([
  ['src/jobs/notKebab.ts', 'lint/style/useFilenamingConvention'],
  ['src/jobs/egg.ts', 'lint/suspicious/noImportCycles'],
  ['src/jobs/hen.ts', 'lint/suspicious/noImportCycles'],
  ['src/jobs/child.ts', 'lint/suspicious/noImportCycles'],
  ['src/jobs/parent.ts', 'lint/suspicious/noImportCycles'],
  ['src/web/server.ts', 'lint/suspicious/noConsole'],
  ['src/config.ts', 'lint/style/noProcessEnv'],
  ['src/git/run.ts', 'lint/style/noProcessEnv'],
  ['src/cli/serve.ts', 'lint/style/noProcessEnv'],
  ['test/support/only.test.ts', 'lint/suspicious/noFocusedTests'],
  ['test/support/skip.test.ts', 'lint/suspicious/noSkippedTests'],
  ['demo/undeclared.ts', 'lint/correctness/noUndeclaredDependencies'],
  ['demo/sum.ts', 'lint/style/noDefaultExport'],
  ['scripts/setup.mjs', 'format'],
])('%s is reported by %s', (file, rule) => {
  expect(verdict.reported(file)).toContain(rule);
});

it.each([
  'src/jobs/kebab-case.ts',
  'src/jobs/target.ts',
  'src/cli.ts',
  'src/cli/scan.ts',
  'src/main.ts',
  'src/git/program-folders.ts',
  'test/support/home.ts',
  'test/support/use.ts',
  'demo/use.ts',
  'some.config.ts',
  'src/detect/filter.as.ts',
])('%s is not reported', (file) => {
  expect(verdict.reported(file)).toEqual([]);
});
