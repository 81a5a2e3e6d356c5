import { beforeAll, describe, expect, it } from 'vitest';
import { lint, type Verdict } from './biome.ts';
import { allWays, FOLDERS, type Way } from './ways.ts';

const ways = allWays();
let verdict: Verdict;

beforeAll(async () => {
  const targets = new Set(ways.map(({ target }) => target));
  const stubs = [...targets].map((target): [string, string] => [target, 'export const target = 1;\n']);
  verdict = await lint(new Map([...stubs, ...ways.map(({ file, text }): [string, string] => [file, text])]));
});

it('looks at every file of the made-up project', () => {
  const files = new Set(ways.flatMap(({ file, target }) => [file, target]));
  expect(verdict.checked).toBeGreaterThanOrEqual(files.size);
});

describe.each([...FOLDERS, 'demo'])('%s/', (folder) => {
  it('may import what DESIGN §3 allows', () => {
    const open = from(folder).filter(({ allowed }) => allowed);
    expect(open.length).toBeGreaterThan(0);
    expect(open.filter(({ file }) => verdict.reported(file).length > 0).map(({ name }) => name)).toEqual([]);
  });
});

// Not the command line: it is part of the shell, and no way is closed to it.
describe.each([...FOLDERS.filter((folder) => folder !== 'cli'), 'demo'])('%s/', (folder) => {
  it('is reported when it imports anything else', () => {
    const closed = from(folder).filter(({ allowed }) => !allowed);
    expect(closed.length).toBeGreaterThan(0);
    expect(closed.filter(({ file }) => !verdict.reported(file).some(isLaw)).map(({ name }) => name)).toEqual([]);
  });
});

describe('the files of src/ itself', () => {
  const APP = ['model/case.ts', 'jobs/enforce.ts', 'sources/index.ts', 'detect/rules/index.ts'];
  const OTHER = ['store/store.ts', 'sources/one-plug-in.ts', 'github/reader.ts'];

  it('import what they may', async () => {
    const { reported, checked } = await lint(
      new Map([
        ['src/app.ts', importing(APP)],
        ['src/cli.ts', importing([...APP, ...OTHER, 'main.ts'])],
        ['src/main.ts', importing([...APP, ...OTHER, 'app.ts'])],
        ['src/config.ts', importing(['model/case.ts'])],
      ]),
    );
    expect(checked).toBeGreaterThanOrEqual(4);
    expect(['src/app.ts', 'src/cli.ts', 'src/main.ts', 'src/config.ts'].flatMap(reported)).toEqual([]);
  });

  it('are reported for each import that they may not make', async () => {
    const { reported } = await lint(
      new Map([
        ['src/app.ts', importing([...OTHER, 'main.ts', 'cli.ts', 'cli/scan.ts'])],
        ['src/config.ts', importing([...OTHER, 'jobs/enforce.ts', 'app.ts', 'main.ts', 'cli.ts'])],
      ]),
    );
    expect(reported('src/app.ts').filter(isLaw)).toHaveLength(6);
    expect(reported('src/config.ts').filter(isLaw)).toHaveLength(7);
  });
});

function importing(paths: readonly string[]): string {
  return [...paths]
    .sort()
    .map((path) => `import './${path}';\n`)
    .join('');
}

function from(folder: string): readonly Way[] {
  return ways.filter(({ file }) => file.startsWith(`src/${folder}/`) || file.startsWith(`${folder}/`));
}

function isLaw(report: string): boolean {
  return report.startsWith('Law ');
}
