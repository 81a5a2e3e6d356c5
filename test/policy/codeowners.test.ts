import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCodeOwners, ruleFor } from '../../src/policy/codeowners.ts';

const fits = (pattern: string, path: string) => ruleFor(parseCodeOwners(`${pattern} @alice`), path) !== undefined;

describe('a pattern of CODEOWNERS', () => {
  // The examples of GitHub's own page "About code owners", and the borders between them.
  it.each([
    ['*', 'a/b/c.txt', true],
    ['*.js', 'a/b/c.js', true],
    ['*.js', 'c.jsx', false],
    ['*.go', 'go', false],
    ['/build/logs/', 'build/logs/today/a.txt', true],
    ['/build/logs/', 'src/build/logs/a.txt', false],
    ['/build/logs/', 'build/logs', false],
    ['docs/*', 'docs/getting-started.md', true],
    ['docs/*', 'docs/build-app/troubleshooting.md', false],
    ['docs/*', 'src/docs/a.md', false],
    ['apps/', 'src/apps/web/a.ts', true],
    ['/docs/', 'docs/a', true],
    ['/docs/', 'x/docs/a', false],
    ['/scripts/', 'scripts/a/b', true],
    ['**/logs', 'deeply/nested/logs/a.log', true],
    ['**/logs', 'logs', true],
    ['/apps/github', 'apps/github/index.ts', true],
    ['.github/', '.github/workflows/ci.yml', true],
    ['.github/workflows/ci.yml', '.github/workflows/ci.yml', true],
    ['.github/workflows/*.yml', '.github/workflows/ci.yaml', false],
    ['a/**/z', 'a/z', true],
    ['a/**/z', 'a/b/c/z', true],
    ['a/**', 'a', false],
    ['a?c', 'abc', true],
    ['my\\ file', 'my file', true],
  ])('%s and %s: %s', (pattern, path, expected) => {
    expect(fits(pattern, path)).toBe(expected);
  });

  it('of any shape is held against any path at once', () => {
    const text = fc.stringMatching(/^[a*?/]{1,60}$/);
    fc.assert(fc.property(text, text, (pattern, path) => typeof fits(pattern, path) === 'boolean'));
    const started = performance.now();
    fits('*a'.repeat(400), 'a'.repeat(4000));
    fits('**/'.repeat(300), 'a/'.repeat(2000));
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it('among as many as a file holds, of as many folders as a path holds, is looked up at once', () => {
    const rules = parseCodeOwners(`${'**/*/'.repeat(190)}x @a\n`.repeat(250));
    const before = process.cpuUsage();
    ruleFor(rules, `${'a/'.repeat(2000)}b`);
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(5000);
  });

  it('is held against the first folders and the name, where a path has more folders than anybody makes', () => {
    const deep = `apps/${'a/'.repeat(2000)}b.js`;
    expect([fits('/apps/', deep), fits('*.js', deep), fits('/docs/', deep), fits('*.go', deep)]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});

it('a line of signs of a comment is read at once, whatever other line ends stand in it', () => {
  const before = process.cpuUsage();
  expect(parseCodeOwners(`${'#'.repeat(100_000)}\u2028x @alice`)).toEqual([]);
  expect(process.cpuUsage(before).user / 1000).toBeLessThan(2000);
});

describe('the rules', () => {
  const rules = parseCodeOwners(
    '# who\n*  @acme/all\n/src/ @bob carol@acme.example # two\n/src/free\n\n!x @bob\n[ab] @bob\n/y not-an-owner\n',
  );

  it('are read as GitHub reads them: what it takes for wrong does not count', () => {
    expect(rules).toEqual([
      { line: 2, pattern: '*', owners: ['@acme/all'] },
      { line: 3, pattern: '/src/', owners: ['@bob', 'carol@acme.example'] },
      { line: 4, pattern: '/src/free', owners: [] },
    ]);
  });

  it.each([
    ['README.md', ['@acme/all']],
    ['src/a.ts', ['@bob', 'carol@acme.example']],
    ['src/free', []],
  ])('the last that fits %s decides: %j', (path, owners) => {
    expect(ruleFor(rules, path)?.owners).toEqual(owners);
  });
});
