import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from './biome.ts';

const LISTS = ['detect/rules', 'sources', 'evidence', 'departures', 'actions', 'remediations', 'proofs'];

// A plug-in that its index.ts does not list would never run, and nobody would notice.
describe.each(LISTS)('src/%s/', (folder) => {
  it('has an index.ts that lists every file beside it', async () => {
    const names = await modulesOf(folder);
    expect(names.length).toBeGreaterThan(0);
    expect(unlisted(await readFile(join(ROOT, 'src', folder, 'index.ts'), 'utf8'), names)).toEqual([]);
  });
});

describe('unlisted', () => {
  it('names the file that the list forgot', () => {
    const index = "import { a } from './a.ts';\n\nexport const all = [a];\n";
    expect(unlisted(index, ['a.ts', 'b.ts'])).toEqual(['b.ts']);
  });

  it('is not satisfied by a comment', () => {
    expect(unlisted("// import { a } from './a.ts';\n", ['a.ts'])).toEqual(['a.ts']);
  });
});

/**
 * Files and folder plug-ins beside index.ts. Helpers that several plug-ins share live in a folder without an index.ts.
 */
async function modulesOf(folder: string): Promise<readonly string[]> {
  const entries = await readdir(join(ROOT, 'src', folder), { recursive: true });
  return entries.filter((path) => /^[^/]+\.ts$|^[^/]+\/index\.ts$/.test(path) && path !== 'index.ts');
}

function unlisted(index: string, names: readonly string[]): readonly string[] {
  const listed = new Set([...index.matchAll(/^import .* from '\.\/(.+)';$/gm)].map(([, path]) => path));
  return names.filter((name) => !listed.has(name));
}
