import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from './biome.ts';
import { DEPTHS, FOLDERS } from './ways.ts';

// What the linter cannot see: files that it does not read, and folders that no law names.
const PLACES = ['src', 'test', 'demo', 'bench', 'scripts'];
const CODE = /\.(?:ts|mts|js|mjs|css|sql|grit)$/;
const IN_SRC_ITSELF = ['app.ts', 'cli.ts', 'config.ts', 'main.ts'];
const LONGEST = 200;
/** As wide as the formatter makes code; comments it leaves as they are. */
const WIDEST = 120;

interface File {
  readonly path: string;
  readonly text: string;
}
let paths: readonly string[];
let files: readonly File[];

beforeAll(async () => {
  const found = await Promise.all(PLACES.map((place) => readdir(join(ROOT, place), { recursive: true })));
  paths = found
    .flatMap((names, index) => names.map((name) => `${PLACES[index]}/${name}`))
    .filter((path) => CODE.test(path));
  files = await Promise.all(paths.map(async (path) => ({ path, text: await readFile(join(ROOT, path), 'utf8') })));
});

it('sees the code', () => {
  expect(paths.length).toBeGreaterThan(50);
});

it(`has no file of code longer than ${LONGEST} lines`, () => {
  expect(tooLong(files)).toEqual([]);
});

it(`has no comment wider than ${WIDEST} characters`, () => {
  expect(tooWide(files)).toEqual([]);
});

it('has only folders in src/ that the laws of imports name', () => {
  expect(unnamed(paths)).toEqual([]);
});

it('goes no deeper in src/ than the laws of imports see', () => {
  expect(tooDeep(paths)).toEqual([]);
});

it('has no second way to name a module, which the laws of imports would not see', async () => {
  const manifest: unknown = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
  const config: unknown = JSON.parse(await readFile(join(ROOT, 'tsconfig.json'), 'utf8'));
  expect(manifest).not.toHaveProperty('imports');
  expect(manifest).not.toHaveProperty('exports');
  expect(config).not.toHaveProperty('compilerOptions.paths');
  expect(config).not.toHaveProperty('compilerOptions.baseUrl');
});

describe('the checks themselves', () => {
  it('report a file of one line too many', () => {
    const file = (path: string, lines: number) => ({ path, text: 'line\n'.repeat(lines) });
    expect(tooLong([file('src/short.mjs', LONGEST), file('src/long.mjs', LONGEST + 1)])).toEqual([
      'src/long.mjs: 201 lines',
    ]);
  });

  it('report a comment that is too wide, unless one word of it is', () => {
    const words = 'a word and '.repeat(12);
    const text = [`/** ${words}*/`, ` * https://docs.example/${'a'.repeat(100)}`, `const text = '${words}';`].join(
      '\n',
    );
    expect(tooWide([{ path: 'src/wide.ts', text }])).toEqual(['src/wide.ts:1']);
  });

  it('report a folder and a file that no law names', () => {
    const known = ['src/model/case.ts', 'src/main.ts', 'test/anything/here.ts'];
    expect(unnamed([...known, 'src/utils/text.ts', 'src/helpers.ts'])).toEqual(['src/utils/text.ts', 'src/helpers.ts']);
  });

  it('report a folder too deep', () => {
    expect(tooDeep(['src/web/a/b/page.ts', 'src/web/a/b/c/page.ts'])).toEqual(['src/web/a/b/c/page.ts']);
  });
});

function tooLong(all: readonly File[]): readonly string[] {
  return all
    .map(({ path, text }) => ({ path, lines: text.replace(/\n$/, '').split('\n').length }))
    .filter(({ lines }) => lines > LONGEST)
    .map(({ path, lines }) => `${path}: ${lines} lines`);
}

function tooWide(all: readonly File[]): readonly string[] {
  const isComment = (line: string) => /^\s*(?:\/\/|\/\*|\*)/.test(line);
  const isTooWide = (line: string) => line.length > WIDEST && !/\S{70}/.test(line);
  return all.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, at) => (isComment(line) && isTooWide(line) ? [`${path}:${at + 1}`] : [])),
  );
}

function unnamed(all: readonly string[]): readonly string[] {
  return inSrc(all)
    .filter(([first = '', ...rest]) => !(rest.length > 0 ? FOLDERS : IN_SRC_ITSELF).includes(first))
    .map(asPath);
}

function tooDeep(all: readonly string[]): readonly string[] {
  return inSrc(all)
    .filter((parts) => parts.length > DEPTHS.length + 1)
    .map(asPath);
}

function inSrc(all: readonly string[]): readonly (readonly string[])[] {
  return all.filter((path) => path.startsWith('src/')).map((path) => path.split('/').slice(1));
}

function asPath(parts: readonly string[]): string {
  return `src/${parts.join('/')}`;
}
