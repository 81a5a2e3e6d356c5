import { globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { ROOT } from './biome.ts';

const ADDRESS = /new URL\('(\.[^']*)', import\.meta\.url\)/g;

test('the address of a folder ends with a slash: what is joined to it would stand beside it, and not in it', () => {
  const files = globSync('{bench,bin,demo,scripts,src,test}/**/*.{ts,mjs}', { cwd: ROOT });
  const found = files.flatMap((file) =>
    [...readFileSync(join(ROOT, file), 'utf8').matchAll(ADDRESS)].map(([, path = '']) => ({
      file,
      path,
      url: new URL(path, pathToFileURL(join(ROOT, file))),
    })),
  );
  expect(found.length).toBeGreaterThan(20);
  const folders = found.filter(({ url }) => statSync(url, { throwIfNoEntry: false })?.isDirectory());
  expect(folders.filter(({ url }) => !url.href.endsWith('/')).map(({ file, path }) => `${file}: ${path}`)).toEqual([]);
});
