import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { inProject, output, ROOT } from './biome.ts';

// Biome does not see that Octokit's calls are promises; a webhook app that forgets one loses work. oxlint sees them.
const OCTOKIT = `import { Octokit } from '@octokit/core';

const octokit = new Octokit();
`;
const ASK = "octokit.request('POST /repos/{owner}/{repo}/issues', { owner: 'acme', repo: 'shop', title: 'Case' })";
const SWITCH =
  "export function word(mode: 'warn' | 'block'): string {\n  switch (mode) {\n    case 'warn':\n      return 'a warning';";

const FILES = new Map([
  ['src/jobs/forgotten.ts', `${OCTOKIT}\nexport async function open(): Promise<void> {\n  ${ASK};\n}\n`],
  ['src/jobs/awaited.ts', `${OCTOKIT}\nexport async function open(): Promise<void> {\n  await ${ASK};\n}\n`],
  ['src/jobs/misused.ts', `${OCTOKIT}\nexport const open = ${ASK} ? 'opened' : 'failed';\n`],
  ['src/jobs/used.ts', `${OCTOKIT}\nexport const open = (await ${ASK}) ? 'opened' : 'failed';\n`],
  ['src/jobs/thrown-text.ts', "export function fail(): never {\n  throw 'no permission';\n}\n"],
  ['src/jobs/thrown-error.ts', "export function fail(): never {\n  throw new Error('no permission');\n}\n"],
  ['src/jobs/one-case.ts', `${SWITCH}\n  }\n  return '';\n}\n`],
  ['src/jobs/both-cases.ts', `${SWITCH}\n    case 'block':\n      return 'a block';\n  }\n}\n`],
  ['src/detect/filter.as.ts', "export function fail(): never {\n  throw 'AssemblyScript is no TypeScript';\n}\n"],
]);

interface Report {
  readonly number_of_files: number;
  readonly diagnostics: readonly { readonly code: string; readonly filename: string }[];
}

let report: Report;

beforeAll(async () => {
  report = await inProject(FILES, ['.oxlintrc.json', 'tsconfig.json', 'package.json'], async (folder) => {
    await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    return JSON.parse(await output('oxlint', ['--format=json'], folder));
  });
});

it('looks at every file of the made-up project but AssemblyScript', () => {
  expect(report.number_of_files).toBe(FILES.size - 1);
});

describe.each([
  ['forgotten', 'awaited', 'typescript(no-floating-promises)'],
  ['misused', 'used', 'typescript(no-misused-promises)'],
  ['thrown-text', 'thrown-error', 'typescript(only-throw-error)'],
  ['one-case', 'both-cases', 'typescript(switch-exhaustiveness-check)'],
])('src/jobs/%s.ts', (breaching, obeying, rule) => {
  it(`is reported by ${rule}`, () => {
    expect(rulesFor(breaching)).toEqual([rule]);
  });

  it('is not reported when done right', () => {
    expect(rulesFor(obeying)).toEqual([]);
  });
});

function rulesFor(name: string): readonly string[] {
  const file = `src/jobs/${name}.ts`;
  return report.diagnostics.filter(({ filename }) => filename.endsWith(file)).map(({ code }) => code);
}
