import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openObjectStore } from '../../src/history/pack/object-store.ts';
import { searchLog } from '../../src/history/provenance/search-log.ts';
import { searchTrees } from '../../src/history/provenance/search-trees.ts';
import { createRandom } from '../support/random.ts';
import { delta, writePack } from './pack-writer.ts';
import { createRepository, type PlannedCommit, type TestRepository } from './repository.ts';

/** Commits that write, copy, move and delete files in folders; every fourth is a merge, some of three parents. */
function tangled(seed: string, amount: number): PlannedCommit[] {
  const random = createRandom(seed);
  const path = (): string => `${['', 'a/', 'b/', 'a/c/', 'a.c/', 'b/d/e/'][random.below(6)]}f${random.below(4)}`;
  const file = (): [string, Buffer | undefined] => [
    path(),
    random.below(5) === 0 ? undefined : Buffer.from(`${random.below(60)}\n`.repeat(1 + random.below(30))),
  ];
  return Array.from({ length: amount }, (_, n) => {
    const others = n > 4 && n % 4 === 0 ? [random.below(n - 1), random.below(n - 1)].slice(0, 1 + random.below(2)) : [];
    const parents = n === 0 ? [] : [...new Set([n - 1 - random.below(Math.min(n, 3)), ...others])];
    return { branch: `b${n}`, parents, files: Object.fromEntries([file(), file(), file()]) };
  });
}

function allBlobs(repository: TestRepository): string[] {
  const lines = repository.git('cat-file', '--batch-all-objects', '--batch-check').split('\n');
  return lines.filter((line) => line.includes(' blob ')).map((line) => line.split(' ')[0] ?? '');
}

/** Git's diffs are the judge. Gives how many blobs have a place. */
async function expectSame(repository: TestRepository, blobs = allBlobs(repository)): Promise<number> {
  const store = openObjectStore(repository.directory);
  const ours = await searchTrees(store, undefined, undefined)(blobs);
  const judge = await searchLog(store.gitDirectory, { since: [], tips: undefined }, undefined)(blobs);
  const byAge = (places: typeof ours) => [...places].sort((a, b) => a.order - b.order || (a.blob < b.blob ? -1 : 1));
  const told = (places: typeof ours) => places.map(({ blob, commit, path }) => ({ blob, commit, path }));
  expect(new Map(told(ours).map((one) => [one.blob, one]))).toEqual(new Map(told(judge).map((one) => [one.blob, one])));
  const commits = (places: typeof ours) => [...new Set(byAge(places).map(({ commit }) => commit))];
  expect(commits(ours)).toEqual(commits(judge));
  return ours.length;
}

test.each([
  ['as they were written', []],
  ['in deltas by distance', ['repack', '-adfq', '--depth=4000', '--window=50']],
  ['in deltas by name', ['-c', 'repack.useDeltaBaseOffset=false', 'repack', '-adfq']],
  ['in a pack that only git reads', ['-c', 'pack.indexVersion=1', 'repack', '-adfq']],
] as const)('trees tell the same first places as diffs: %s', async (_, command) => {
  using repository = createRepository();
  repository.commit(tangled('one', 150));
  if (command.length > 0) repository.git(...command);
  expect(await expectSame(repository)).toBeGreaterThan(150);
});

test('loose trees, several packs, SHA-256', async () => {
  for (const format of ['sha1', 'sha256']) {
    using repository = createRepository(`--object-format=${format}`);
    const commits = tangled(format, 120);
    repository.commit(commits.slice(0, 50));
    repository.commit(commits.slice(50, 80), 'loose');
    repository.commit(commits.slice(80));
    expect(await expectSame(repository)).toBeGreaterThan(120);
  }
});

test('links, programs, submodules, a tree at two paths, old modes, and a commit on top of a shallow one', async () => {
  using repository = createRepository();
  const blob = (text: string): string => repository.feed(text, 'hash-object', '-w', '--stdin').trim();
  const [one, two, three] = [blob('1'), blob('2'), blob('3')];
  const inner = repository.feed(`100755 blob ${one}\tprogram\n120000 blob ${two}\tlink\n`, 'mktree').trim();
  const commit = (tree: string, ...parents: string[]): string =>
    repository.git('commit-tree', '-m', 'c', ...parents.flatMap((parent) => ['-p', parent]), tree).trim();
  const first = commit(repository.feed(`040000 tree ${inner}\tz\n`, 'mktree').trim());
  const listing = `040000 tree ${inner}\tb\n040000 tree ${inner}\ta\n160000 commit ${first}\tmodule\n100644 blob ${three}\tc\n`;
  const second = commit(repository.feed(listing, 'mktree').trim(), first);
  const oldMode = Buffer.concat([Buffer.from('100664 old\0'), Buffer.from(blob('4'), 'hex')]);
  const third = commit(
    repository.feed(oldMode, 'hash-object', '-t', 'tree', '-w', '--stdin', '--literally').trim(),
    second,
  );
  repository.git('update-ref', 'refs/heads/main', third);
  expect(await expectSame(repository)).toBe(4);
  writeFileSync(join(repository.directory, 'shallow'), `${second}\n`);
  expect(await expectSame(repository)).toBe(4);
});

test('nothing asked, a repository without commits, and a blob that no commit has', async () => {
  using repository = createRepository();
  const blob = repository.feed('alone', 'hash-object', '-w', '--stdin').trim();
  expect(await expectSame(repository, [])).toBe(0);
  expect(await expectSame(repository, [blob])).toBe(0);
});

test('a tree that is gone is an error that names it, not a blob without a place', async () => {
  using repository = createRepository();
  repository.commit(
    [{ branch: 'main', parents: [], files: { 'a/b': Buffer.from('1'), c: Buffer.from('2') } }],
    'loose',
  );
  const tree = repository.git('rev-parse', 'main:a').trim();
  rmSync(join(repository.directory, 'objects', tree.slice(0, 2), tree.slice(2)));
  const search = searchTrees(openObjectStore(repository.directory), undefined, undefined);
  await expect(search(allBlobs(repository))).rejects.toThrow(tree);
});

test('trees whose deltas go in a circle are an error at once: git would not come back', async () => {
  using repository = createRepository();
  const names = ['1', '2'].map((digit) => digit.repeat(40));
  const circle = names.map((name, n) => ({
    name,
    type: 7,
    base: names[1 - n] ?? '',
    data: delta(40, [{ offset: 0, length: 40 }]),
  }));
  writePack(repository.directory, circle);
  const people = 'author A <a> 1 +0000\ncommitter A <a> 1 +0000';
  const text = `tree ${names[0]}\n${people}\n\nc\n`;
  const commit = repository.feed(text, 'hash-object', '-t', 'commit', '-w', '--stdin', '--literally').trim();
  writeFileSync(join(repository.directory, 'refs/heads/main'), `${commit}\n`);
  const search = searchTrees(openObjectStore(repository.directory), undefined, undefined);
  await expect(search(['3'.repeat(40)])).rejects.toThrow(names[0]);
});

test('giving up ends the search with the reason given', async () => {
  using repository = createRepository();
  repository.commit(tangled('stop', 20));
  const giving = new AbortController();
  const search = searchTrees(openObjectStore(repository.directory), undefined, giving.signal);
  giving.abort(new Error('enough'));
  await expect(search(allBlobs(repository))).rejects.toThrow('enough');
});
