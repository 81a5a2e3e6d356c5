import { mkdir, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { branchesHolding, isAncestor, tipsHolding } from '../../src/git/ancestry.ts';
import { fetchCommit, hasCommit, hasMirror, mirrorDirectory, refresh, tips } from '../../src/git/mirror.ts';
import { type Door, makeDoor } from '../support/make-door.ts';

let acme: Door;
let directory: string;
beforeAll(async () => {
  acme = await makeDoor();
  directory = mirrorDirectory(acme.dataDir, acme.shop.id);
});
afterAll(() => acme.close());

const access = () => acme.door.gitAccess('acme/shop');
const push = (branch: string, text: string, more: object = {}) =>
  acme.github.push(acme.shop, acme.mallory, [{ branch, message: text, files: { [`${branch}.txt`]: text }, ...more }]);

describe('the copy of a repository', () => {
  it('is made where no repository was, and holds branches', async () => {
    expect(hasMirror(directory)).toBe(false);
    await refresh(directory, await access());
    expect(hasMirror(directory)).toBe(true);
    expect(Object.keys(await tips(directory))).toEqual(['refs/heads/main']);
  });

  it('follows what is pushed, and what is deleted', async () => {
    const sha = await push('topic', 'one');
    await refresh(directory, await access());
    expect((await tips(directory))['refs/heads/topic']).toBe(sha);
    await acme.shop.git.run(['update-ref', '-d', 'refs/heads/topic']);
    await refresh(directory, await access());
    expect(Object.keys(await tips(directory))).not.toContain('refs/heads/topic');
  });

  it('keeps a commit that a force push has since thrown away', async () => {
    const sha = await push('forced', 'secret');
    await refresh(directory, await access());
    await acme.shop.git.run(['update-ref', 'refs/heads/forced', 'refs/heads/main']);
    await refresh(directory, await access(), [sha]);
    expect(await hasCommit(directory, sha)).toBe(true);
    expect(Object.values(await tips(directory))).not.toContain(sha);
  });

  it('fetches a single commit that no branch holds any more', async () => {
    const sha = await push('gone', 'secret');
    await acme.shop.git.run(['update-ref', '-d', 'refs/heads/gone']);
    expect(await hasCommit(directory, sha)).toBe(false);
    expect(await fetchCommit(directory, await access(), sha)).toBe(true);
    expect(await hasCommit(directory, sha)).toBe(true);
  });

  it('says so when a commit is nowhere any more', async () => {
    expect(await fetchCommit(directory, await access(), 'd'.repeat(40))).toBe(false);
  });

  it('cannot be made with a token that opens nothing: that is an error, not an empty copy', async () => {
    const header = `Authorization: Basic ${Buffer.from('x-access-token:nothing').toString('base64')}`;
    const { url } = await access();
    await expect(refresh(join(acme.dataDir, 'other.git'), { url, header })).rejects.toThrow(/git fetch failed/);
  });

  it('has the address without the token', async () => {
    const { url, header } = await access();
    expect(url).toBe(`${acme.github.url}/acme/shop.git`);
    expect(header).toMatch(/^Authorization: Basic /);
  });
});

describe('ancestry', () => {
  it('knows which commit holds which, and which branches hold one', async () => {
    const tip = await push('topic2', 'two');
    await refresh(directory, await access());
    const main = (await tips(directory))['refs/heads/main'] ?? '';
    expect(await isAncestor(directory, main, tip)).toBe(true);
    expect(await isAncestor(directory, tip, main)).toBe(false);
    expect(await isAncestor(directory, tip, '0'.repeat(40))).toBe(false);
    expect(await isAncestor(directory, tip, 'd'.repeat(40))).toBe(false);
    expect(await branchesHolding(directory, tip)).toEqual(['refs/heads/topic2']);
    const gone = 'd'.repeat(40);
    expect(await tipsHolding(directory, main, [tip, gone, main, '0'.repeat(40), tip])).toEqual(new Set([tip, main]));
    expect(await tipsHolding(directory, tip, [main])).toEqual(new Set());
    expect(await tipsHolding(directory, tip, [gone])).toEqual(new Set());
    expect(await tipsHolding(directory, gone, [tip])).toEqual(new Set());
  });
});

describe('what a process that was killed has left behind', () => {
  const HOURS = 3_600;
  const left = async (path: string, secondsAgo: number) => {
    await writeFile(path, '');
    const then = Date.now() / 1000 - secondsAgo;
    await utimes(path, then, then);
  };

  it('a lock of long ago keeps nothing from being fetched', async () => {
    await mkdir(join(directory, 'refs/heads/feature'), { recursive: true });
    for (const lock of ['main.lock', 'feature/new.lock']) await left(join(directory, 'refs/heads', lock), HOURS);
    const pushed = [await push('main', 'locked'), await push('feature/new', 'locked')];
    await refresh(directory, await access());
    expect(Object.values(await tips(directory))).toEqual(expect.arrayContaining(pushed));
    // What is deleted takes another lock.
    await left(join(directory, 'packed-refs.lock'), HOURS);
    await acme.shop.git.run(['update-ref', '-d', 'refs/heads/feature/new']);
    await refresh(directory, await access());
    expect(Object.keys(await tips(directory))).not.toContain('refs/heads/feature/new');
  });

  it('a lock of a moment ago is another git’s, and stays', async () => {
    const lock = join(directory, 'refs/heads/main.lock');
    await left(lock, 1);
    await push('main', 'meanwhile');
    await expect(refresh(directory, await access())).rejects.toThrow('remove the file manually');
    await rm(lock);
    await refresh(directory, await access());
  });

  it('a copy that was begun and has no place for objects yet is made all the same', async () => {
    const begun = join(acme.dataDir, 'begun.git');
    await mkdir(begun);
    await writeFile(join(begun, 'HEAD'), 'ref: refs/heads/main\n');
    await refresh(begun, await access());
    expect(Object.keys(await tips(begun))).toContain('refs/heads/main');
  });

  it('a part of a pack goes when no git can be at it any more', async () => {
    const packs = join(directory, 'objects/pack');
    await left(join(packs, 'tmp_pack_old'), HOURS);
    await left(join(packs, 'tmp_pack_new'), 1);
    await refresh(directory, await access());
    expect((await readdir(packs)).filter((name) => name.startsWith('tmp_'))).toEqual(['tmp_pack_new']);
  });
});
