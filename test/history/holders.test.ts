import { expect, test } from 'vitest';
import { holders } from '../../src/history/holders.ts';
import { createRepository } from './repository.ts';

test('a tag holds what it leads to, be it a tag, a folder or a file, and so does a folder whose mode begins with a zero', async () => {
  using repository = createRepository();
  const [file, deep, single, old] = ['file', 'deep', 'single', 'old'].map((text) =>
    repository.feed(text, 'hash-object', '-w', '--stdin').trim(),
  );
  const write = (text: string, type: string) =>
    repository.feed(text, 'hash-object', '-t', type, '-w', '--stdin', '--literally').trim();
  const who = 'A <a@example.com> 1700000000 +0000';
  const commitOf = (tree: string) => write(`tree ${tree}\nauthor ${who}\ncommitter ${who}\n\nSay\n`, 'commit');
  const tagOf = (object: string, type: string) =>
    write(`object ${object}\ntype ${type}\ntag t\ntagger ${who}\n\nSay\n`, 'tag');
  const commit = commitOf(repository.feed(`100644 blob ${deep}\tdeep\n`, 'mktree').trim());
  const folder = repository.feed(`100644 blob ${file}\tfile\n`, 'mktree').trim();
  const inner = repository.feed(`100644 blob ${old}\told\n`, 'mktree').trim();
  const padded = repository.feed(
    Buffer.concat([Buffer.from('040000 folder\0'), Buffer.from(inner, 'hex')]),
    'hash-object',
    '-t',
    'tree',
    '-w',
    '--stdin',
    '--literally',
  );
  repository.git('update-ref', 'refs/tags/nested', tagOf(tagOf(tagOf(commit, 'commit'), 'tag'), 'tag'));
  repository.git('update-ref', 'refs/tags/of-folder', tagOf(folder, 'tree'));
  repository.git('update-ref', 'refs/tags/of-file', tagOf(single ?? '', 'blob'));
  repository.git('update-ref', 'refs/heads/old', commitOf(padded.trim()));
  expect(await holders(repository.directory, [file, deep, single, old].map(String))).toEqual(
    new Map([
      [deep, { refs: ['refs/tags/nested'], head: false }],
      [file, { refs: ['refs/tags/of-folder'], head: false }],
      [single, { refs: ['refs/tags/of-file'], head: false }],
      [old, { refs: ['refs/heads/old'], head: false }],
    ]),
  );
});
