/** A file that breaks one law, and one in the same place that does the right thing instead. */
export interface Breach {
  readonly name: string;
  /** What the linter must say of `breach`: the name of a rule, or the message of one of ours. */
  readonly rule: string;
  readonly folder: string;
  readonly breach: string;
  readonly clean: string;
}

const CLOCK = 'Law 2: pure code takes the clock and chance as parameters.';
const PACKAGE = 'Law 2: pure code has no effects; of packages it uses node:crypto, zod, yaml and minimatch.';
const BY_NAME = 'Law 2: pure code imports of node:crypto what it names.';
const GLOBAL = 'lint/style/noRestrictedGlobals';

const EFFECTS: readonly (readonly [code: string, rule: string])[] = [
  ['Date.now()', CLOCK],
  ["Date['now']()", CLOCK],
  ['new Date()', CLOCK],
  ['Date()', CLOCK],
  ['Date', CLOCK],
  ['Math.random()', CLOCK],
  ["Math['random']()", CLOCK],
  ['Math', CLOCK],
  ['Temporal.Now.instant()', GLOBAL],
  ['performance.now()', GLOBAL],
  ["fetch('https://api.github.com')", GLOBAL],
  ['setTimeout(String, 1)', GLOBAL],
  ['setInterval(String, 1)', GLOBAL],
  ['setImmediate(String)', GLOBAL],
  ['queueMicrotask(String)', GLOBAL],
  ["new WebSocket('wss://api.github.com')", GLOBAL],
  ["require('node:fs')", GLOBAL],
  ['process.pid', GLOBAL],
  ['crypto.randomUUID()', GLOBAL],
  ['globalThis.fetch', GLOBAL],
  ['global.fetch', GLOBAL],
  ["import('node:fs')", PACKAGE],
  ["import('node:crypto')", BY_NAME],
  ["console.log('seen')", GLOBAL],
];

const IMPORTS: readonly (readonly [code: string, rule: string])[] = [
  ["import { readFileSync as used } from 'node:fs';", PACKAGE],
  ["import { setTimeout as used } from 'node:timers/promises';", PACKAGE],
  ["import { env as used } from 'node:process';", PACKAGE],
  ["import { Client as used } from 'pg';", PACKAGE],
  ["import { Octokit as used } from '@octokit/core';", PACKAGE],
  ["import { randomUUID as used } from 'node:crypto';", 'lint/style/noRestrictedImports'],
  ["import { randomBytes as used } from 'node:crypto';", 'lint/style/noRestrictedImports'],
  ["import used from 'node:crypto';", BY_NAME],
  ["import * as used from 'node:crypto';", BY_NAME],
];

const PURE_USE = ['new Date(0)', "Date.parse('2026-11-21')", 'Date.UTC(2026, 10)', 'Math.max(1, 2)'];
const PURE_IMPORT = "import { createHash as used } from 'node:crypto';";

/** Every effect in every pure folder. */
export const EFFECT_BREACHES: readonly Breach[] = [
  'model',
  'detect',
  'detect/rules',
  'attribute',
  'policy',
  'workflows',
].flatMap((name) => {
  const folder = `src/${name}`;
  const clean = PURE_USE.map((code, index) => `export const used${index} = ${code};\n`).join('');
  return [
    ...EFFECTS.map(([code, rule]) => ({ name: code, rule, folder, breach: `export const used = ${code};\n`, clean })),
    ...IMPORTS.map(([code, rule]) => ({ name: code, rule, folder, breach: using(code), clean: using(PURE_IMPORT) })),
  ];
});

const SUM = 'export const sum = 1 + 1;\n';
const UNION = "export function word(mode: 'warn' | 'block'): string {\n  switch (mode) {\n";
const LINES = (count: number) =>
  Array.from({ length: count }, (_, index) => `export const line${index} = 1;\n`).join('');

/** One breach of each law of style. */
export const STYLE_BREACHES: readonly Breach[] = [
  inSrc('a file of more than 200 lines', 'lint/style/noExcessiveLinesPerFile', LINES(201), LINES(200)),
  inSrc('a default export', 'lint/style/noDefaultExport', 'const sum = 1 + 1;\n\nexport default sum;\n', SUM),
  inSrc(
    'an enum',
    'lint/style/noEnum',
    "export enum Mode {\n  warn = 'warn',\n}\n",
    "export type Mode = 'warn' | 'block';\n",
  ),
  inSrc(
    'a re-export',
    'lint/performance/noBarrelFile',
    "export { z } from 'zod';\n",
    using("import { z as used } from 'zod';"),
  ),
  inSrc('a re-export of everything', 'lint/performance/noReExportAll', "export * from 'zod';\n", SUM),
  inSrc('a re-export in two steps', 'lint/style/noExportedImports', "import { z } from 'zod';\n\nexport { z };\n", SUM),
  inSrc(
    'a re-export of a type',
    'Law 5: no file exports what another one wrote.',
    "export type { ZodType } from 'zod';\n",
    SUM,
  ),
  inSrc(
    'a non-null assertion',
    'lint/style/noNonNullAssertion',
    'export const first = (all: readonly string[]) => all[0]!;\n',
    "export const first = (all: readonly string[]) => all[0] ?? '';\n",
  ),
  inSrc(
    'a Node module without its protocol',
    'lint/style/useNodejsImportProtocol',
    using("import { join as used } from 'path';"),
    using("import { join as used } from 'node:path';"),
  ),
  inSrc(
    'the environment',
    'lint/style/noProcessEnv',
    'export const home = process.env;\n',
    'export const home = process.pid;\n',
  ),
  inSrc(
    'any',
    'lint/suspicious/noExplicitAny',
    'export const sum: any = 1 + 1;\n',
    'export const sum: unknown = 1 + 1;\n',
  ),
  inSrc(
    'an import without its extension',
    'lint/correctness/useImportExtensions',
    using("import { target as used } from './target';"),
    using("import { target as used } from './target.ts';"),
  ),
  inSrc(
    'an undeclared package',
    'lint/correctness/noUndeclaredDependencies',
    using("import { map as used } from 'lodash';"),
    using("import { z as used } from 'zod';"),
  ),
  inSrc(
    'a package for development',
    'lint/correctness/noUndeclaredDependencies',
    using("import { expect as used } from 'vitest';"),
    using("import { z as used } from 'zod';"),
  ),
  inSrc(
    'a forgotten promise',
    'lint/nursery/noFloatingPromises',
    'export async function work(): Promise<void> {}\n\nwork();\n',
    'export async function work(): Promise<void> {}\n\nawait work();\n',
  ),
  inSrc(
    'a promise taken for its answer',
    'lint/nursery/noMisusedPromises',
    "async function may(): Promise<boolean> {\n  return true;\n}\n\nexport const word = may() ? 'yes' : 'no';\n",
    "async function may(): Promise<boolean> {\n  return true;\n}\n\nexport const word = (await may()) ? 'yes' : 'no';\n",
  ),
  inSrc(
    'a switch that forgets a case',
    'lint/nursery/useExhaustiveSwitchCases',
    `${UNION}    case 'warn':\n      return 'a warning';\n  }\n  return '';\n}\n`,
    `${UNION}    case 'warn':\n      return 'a warning';\n    case 'block':\n      return 'a block';\n  }\n}\n`,
  ),
  inSrc('an unused import', 'lint/correctness/noUnusedImports', `import { z } from 'zod';\n\n${SUM}`, SUM),
  inSrc('an unused variable', 'lint/correctness/noUnusedVariables', `const unused = 1;\n\n${SUM}`, SUM),
  inSrc(
    'an unused parameter',
    'lint/correctness/noUnusedFunctionParameters',
    'export const one = (unused: string) => 1;\n',
    'export const one = (_unused: string) => 1;\n',
  ),
  inSrc('a word on the console', 'lint/suspicious/noConsole', "console.log('seen');\n\nexport {};\n", SUM),
  inSrc('double quotes', 'format', 'export const word = "block";\n', "export const word = 'block';\n"),
  inSrc('a missing semicolon', 'format', 'export const sum = 1 + 1\n', SUM),
];

function inSrc(name: string, rule: string, breach: string, clean: string): Breach {
  return { name, rule, folder: 'src/jobs', breach, clean };
}

function using(importing: string): string {
  return `${importing}\n\nexport const use = used;\n`;
}
