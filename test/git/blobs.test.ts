import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { blobs } from '../../src/git/blobs.ts';
import { makeGit } from '../support/make-repository.ts';
import { until } from '../support/until.ts';

let repo: ReturnType<typeof makeGit>;
beforeEach(() => {
  repo = makeGit();
});
afterEach(() => repo.remove());

const write = (input: string | Buffer) => repo.run(['hash-object', '-w', '--stdin'], { input });
const read = async (...ids: string[]) =>
  (await Array.fromAsync(blobs(repo.directory, ids))).map((blob) =>
    'unread' in blob ? blob.unread : Buffer.from(blob.bytes).toString('latin1'),
  );

it('are read in the order asked, each as it is, byte for byte', async () => {
  const bytes = Buffer.from(Array.from({ length: 256 }, (_, index) => index));
  const [one, two, empty] = [write('one\n'), write(bytes), write('')];
  expect(await read(two, one, empty, one)).toEqual([bytes.toString('latin1'), 'one\n', '', 'one\n']);
});

it('are none when none are asked for', async () => {
  expect(await read()).toEqual([]);
});

describe('one that cannot be read is told, and the next is read all the same', () => {
  it('because it is not here', async () => {
    expect(await read('d'.repeat(40), write('next'))).toEqual(['git does not have this object', 'next']);
  });

  it('because it is no file', async () => {
    const commit = await repo.commit({ a: '1\n' });
    const tree = repo.run(['rev-parse', 'HEAD^{tree}']);
    expect(await read(tree, commit, write('next'))).toEqual([
      'this is a tree, not a file',
      'this is a commit, not a file',
      'next',
    ]);
  });

  it('because it is huge', async () => {
    const path = join(repo.home, 'huge');
    writeFileSync(path, '');
    truncateSync(path, 129 << 20);
    const [first, next] = await read(repo.run(['hash-object', '-w', path]), write('next'));
    expect(first?.slice(0, 100)).toMatch(/^the file has 135266304 bytes, more than the \d+ read at once$/);
    expect(next).toBe('next');
  });
});

it('whoever has seen enough may stop, however much is left, and leaves nothing open', async () => {
  const ids = Array.from({ length: 60 }, (_, index) => write(`${index}${'x'.repeat(20_000)}`));
  const open = () => process.getActiveResourcesInfo().filter((each) => /Pipe|Process/.test(each)).length;
  const before = open();
  for (let times = 0; times < 10; times += 1)
    for await (const blob of blobs(repo.directory, ids)) {
      expect(blob.id).toBe(ids[0]);
      break;
    }
  await until('all to be closed', () => open() <= before, 5000);
});

it('a directory that is no repository is an error', async () => {
  await expect(Array.fromAsync(blobs(repo.home, ['d'.repeat(40)]))).rejects.toThrow(/git cat-file failed/);
});
