import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Change, changes, changesOfLines } from '../../src/git/changes.ts';
import { makeGit } from '../support/make-repository.ts';

let repo: ReturnType<typeof makeGit>;
beforeEach(() => {
  repo = makeGit();
});
afterEach(() => repo.remove());

const all = (tips: string[], known: string[] = [], paths: string[] = []): Promise<Change[]> =>
  Array.fromAsync(changes(repo.directory, tips, known, paths));
const seen = async (tips: string[], known: string[] = []) => (await all(tips, known)).map(({ path }) => path);
const content = ({ blob }: Change) => repo.run(['cat-file', 'blob', blob]);

describe('every file version that commits bring', () => {
  it('begins with the root commit and goes on oldest first', async () => {
    await repo.commit({ a: '1\n' });
    await repo.commit({ a: '2\n', b: 'x\n' });
    const found = await all([await repo.commit({ a: '3\n' })]);
    expect(found.map((each) => [each.path, content(each)])).toEqual([
      ['a', '1'],
      ['a', '2'],
      ['b', 'x'],
      ['a', '3'],
    ]);
  });

  it('leaves out what is known already', async () => {
    const first = await repo.commit({ a: '1\n' });
    const second = await repo.commit({ a: '2\n' });
    expect((await all([second], [first])).map(content)).toEqual(['2']);
    expect(await all([second], [second])).toEqual([]);
  });

  it('holds a file that a later commit removed, and nothing for the removal', async () => {
    await repo.commit({ a: '1\n' });
    await repo.commit({ secret: 's\n' });
    repo.run(['rm', '--quiet', 'secret']);
    expect(await seen([await repo.commit({})])).toEqual(['a', 'secret']);
  });

  it('takes a moved file for a new one: it is looked at under its new name', async () => {
    await repo.commit({ a: 'same\n' });
    repo.run(['mv', 'a', 'b']);
    expect(await seen([await repo.commit({})])).toEqual(['a', 'b']);
  });

  it('tells every commit of a branch, not only the final difference', async () => {
    const base = await repo.commit({ a: '1\n' });
    await repo.commit({ a: 'secret\n' });
    const tip = await repo.commit({ a: '1\n' });
    expect((await all([tip], [base])).map(content)).toEqual(['secret', '1']);
  });
});

describe('a merge', () => {
  const merge = async (change: (path: string) => void): Promise<{ base: string; merged: string }> => {
    await repo.commit({ ours: '1\n' });
    repo.run(['checkout', '--quiet', '-b', 'side']);
    await repo.commit({ theirs: '2\n' });
    repo.run(['checkout', '--quiet', 'main']);
    await repo.commit({ ours: '3\n' });
    const base = `${repo.run(['rev-parse', 'main'])} ${repo.run(['rev-parse', 'side'])}`;
    repo.run(['merge', '--quiet', '--no-commit', '--no-ff', 'side']);
    change('ours');
    return { base, merged: await repo.commit({}) };
  };

  it('that only joins two branches brings nothing of its own', async () => {
    const { base, merged } = await merge(() => {});
    expect(await seen([merged], base.split(' '))).toEqual([]);
  });

  it('that slips something in brings it: an evil merge', async () => {
    const { base, merged } = await merge((path) => repo.write(path, 'slipped in\n'));
    const found = await all([merged], base.split(' '));
    expect(found.map((each) => [each.path, content(each), each.commit.sha])).toEqual([['ours', 'slipped in', merged]]);
  });

  it('that adds a new file brings it', async () => {
    const { base, merged } = await merge(() => repo.write('new file', 'n\n'));
    expect(await seen([merged], base.split(' '))).toEqual(['new file']);
  });
});

describe('paths', () => {
  it.each(['with space', 'with"quote', 'with\nnewline', 'ünï/cödé', ':100644', '\u001eabc', ' leading', "it's", '-n'])(
    'such as %j arrive as they are',
    async (path) => {
      const tip = await repo.commit({ [path]: 'x\n', zz: 'y\n' });
      expect((await seen([tip])).toSorted()).toEqual([path, 'zz'].toSorted());
    },
  );

  it('of submodules are no files', async () => {
    const commit = await repo.commit({ a: '1\n' });
    repo.run(['update-index', '--add', '--cacheinfo', `160000,${commit},module`]);
    repo.run(['commit', '--quiet', '-m', 'Module']);
    expect(await seen([repo.run(['rev-parse', 'HEAD'])])).toEqual(['a']);
  });

  it('of links are files that hold where they point', async () => {
    await repo.commit({ a: '1\n' });
    const blob = repo.run(['hash-object', '-w', '--stdin'], { input: '/etc/passwd' });
    repo.run(['update-index', '--add', '--cacheinfo', `120000,${blob},link`]);
    repo.run(['commit', '--quiet', '-m', 'Link']);
    expect(await seen([repo.run(['rev-parse', 'HEAD'])])).toEqual(['a', 'link']);
  });

  it('may be chosen', async () => {
    const tip = await repo.commit({ 'a/x': '1\n', 'b/x': '1\n' });
    expect((await all([tip], [], ['b'])).map(({ path }) => path)).toEqual(['b/x']);
  });
});

it('a commit that is not here is an error, not an empty history', async () => {
  await repo.commit({ a: '1\n' });
  await expect(all(['d'.repeat(40)])).rejects.toThrow(/git log failed/);
});

it('whoever has seen enough may stop reading', async () => {
  const tip = await repo.commit(Object.fromEntries(Array.from({ length: 3000 }, (_, index) => [`f${index}`, 'x\n'])));
  for await (const { path } of changes(repo.directory, [tip])) {
    expect(path).toBe('f0');
    break;
  }
});

describe('commits that change a line', () => {
  it('are found oldest first, below a path only', async () => {
    const use = (name: string) => `env:\n  T: \${{ secrets.${name} }}\n`;
    await repo.commit({ '.github/workflows/other.yml': use('DEPLOY_TOKEN_OLD') });
    const first = await repo.commit({
      '.github/workflows/ci.yml': use('DEPLOY_TOKEN'),
      'notes.txt': use('DEPLOY_TOKEN'),
    });
    await repo.commit({ '.github/workflows/ci.yml': '# none\n' });
    const pattern = 'secrets\\.DEPLOY_TOKEN([^A-Z0-9_]|$)';
    const found = await Array.fromAsync(changesOfLines(repo.directory, pattern, '.github/workflows'));
    expect(found.map(({ commit, path }) => [commit.sha, path])[0]).toEqual([first, '.github/workflows/ci.yml']);
    expect(found).toHaveLength(2);
    expect(found[0]?.commit.author.email).toBe('mallory@vendor.example');
  });

  it.each([
    ['an attribute', '* -diff\n', ''],
    ['a byte that no text has', '', '\0'],
  ])('are found where %s calls the file binary', async (_, attributes, byte) => {
    const sha = await repo.commit({ '.github/workflows/ci.yml': `# DEPLOY_TOKEN ${byte}\n` });
    mkdirSync(join(repo.directory, 'info'), { recursive: true });
    // Some versions of git read .gitattributes in a bare repository's HEAD; every version reads them here.
    writeFileSync(join(repo.directory, 'info', 'attributes'), attributes);
    const found = await Array.fromAsync(changesOfLines(repo.directory, 'DEPLOY_TOKEN', '.github/workflows'));
    expect(found.map(({ commit }) => commit.sha)).toEqual([sha]);
  });

  it('are none when nothing matches', async () => {
    await repo.commit({ a: '1\n' });
    expect(await Array.fromAsync(changesOfLines(repo.directory, 'nothing', '.'))).toEqual([]);
  });
});
