import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../architecture/biome.ts';
import { anchors, links, pages, read } from './pages.ts';

const SCRIPTS = Object.keys((JSON.parse(read('package.json')) as { scripts: Record<string, string> }).scripts);
const COMMANDS = readdirSync(`${ROOT}src/cli`).flatMap((file) =>
  [...read(`src/cli/${file}`).matchAll(/\.command\('([a-z-]+)/g)].map(([, name = '']) => name),
);

it('sees the pages', () => {
  expect(pages().length).toBeGreaterThan(10);
});

// What a page names must be there: a reader who meets one dead end trusts nothing else.
describe.each(pages())('$path', (page) => {
  it('links only to files that exist, and to headings that they have', () => {
    const dead = links(page).filter(
      ({ to, anchor }) => !existsSync(`${ROOT}${to}`) || (anchor !== undefined && !anchors(read(to)).includes(anchor)),
    );
    expect(dead).toEqual([]);
  });

  it('names only commands that exist', () => {
    const named = [...page.text.matchAll(/`(?:npx )?handback ([a-z][a-z-]*)|^ *npx handback ([a-z][a-z-]*)/gm)];
    expect(named.map(([, a, b]) => a ?? b ?? '').filter((name) => !COMMANDS.includes(name))).toEqual([]);
  });

  it('names only npm scripts that exist', () => {
    const named = [...page.text.matchAll(/npm run (?:--\S+ )?([a-z][a-z-]*)/g)].map(([, name = '']) => name);
    expect(named.filter((name) => !SCRIPTS.includes(name))).toEqual([]);
  });

  it('names only functions that the file beside them has', () => {
    const named = [...page.text.matchAll(/`(\w+)`\s*\(\[(src\/[\w./-]+)\]/g)];
    expect(named.filter(([, name = '', file = '']) => !read(file).includes(name)).map(([all]) => all)).toEqual([]);
  });

  it('names only files of ours that exist', () => {
    const named = [...page.text.matchAll(/`((?:src|test|demo|docs|lint|scripts|bench)\/[^\s`<>*]+)`/g)];
    const paths = named.map(([, path = '']) => path.replace(/[,.:]$/, ''));
    expect(paths.filter((path) => !existsSync(`${ROOT}${path}`))).toEqual([]);
  });
});

it('nothing that runs in other repositories asks npx for Handback, which no registry has', () => {
  const [, ...hooksAndBuilds] = read('docs/scan.md').split('\n## As a pre-commit hook\n');
  expect(hooksAndBuilds.join('')).toContain('handback.mjs scan --staged');
  expect(hooksAndBuilds.join('')).not.toContain('npx handback');
  expect(JSON.parse(read('package.json'))).toMatchObject({ private: true });
});

describe.each([
  ['docs/adding-a-source.md', 'src/sources'],
  ['docs/adding-evidence.md', 'src/evidence'],
  ['docs/adding-a-departure-source.md', 'src/departures'],
  ['docs/adding-an-action.md', 'src/actions'],
  ['docs/adding-a-proof.md', 'src/proofs'],
])('%s', (path, folder) => {
  const text = read(path);

  it('names an example to copy, the contract and the list', () => {
    const inFolder = links({ path, text }).filter(({ to }) => to.startsWith(`${folder}/`));
    expect(new Set(inFolder.map(({ to }) => to)).size).toBeGreaterThanOrEqual(3);
    expect(inFolder.map(({ to }) => to)).toContain(`${folder}/index.ts`);
  });

  it('names the list as the index calls it', () => {
    const [, list = 'no list'] = /export const (\w+): readonly/.exec(read(`${folder}/index.ts`)) ?? [];
    expect(text).toContain(list);
  });
});
