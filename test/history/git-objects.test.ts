import { expect, test } from 'vitest';
import { describeObjects, readObjects } from '../../src/history/scan/git-objects.ts';
import { createRepository } from './repository.ts';

const MANY = 60;

/** More than a pipe holds, so that git is still writing when nobody reads any more. */
function withBlobs() {
  const repository = createRepository();
  const files = Object.fromEntries(
    Array.from({ length: MANY }, (_, n) => [`${n}`, Buffer.from(`${n} ${'x'.repeat(20_000)}`)]),
  );
  repository.commit([{ branch: 'main', parents: [], files }]);
  const ids = Object.keys(files).map((name) => repository.git('rev-parse', `main:${name}`).trim());
  return { repository, ids };
}

test('whoever has seen enough of the objects may stop, and one who fails at an object hears of it', async () => {
  const { repository, ids } = withBlobs();
  using _ = repository;
  for await (const { id } of readObjects(repository.directory, ids)) {
    expect(id).toBe(ids[0]);
    break;
  }
  const failing = async () => {
    for await (const { id } of readObjects(repository.directory, ids)) throw new Error(`cannot use ${id}`);
  };
  await expect(failing()).rejects.toThrow(`cannot use ${ids[0]}`);
});

test('what git does not have is left out', async () => {
  const { repository, ids } = withBlobs();
  using _ = repository;
  const asked = ['d'.repeat(40), ids[0] ?? '', 'e'.repeat(40), ids[1] ?? ''];
  const read = await Array.fromAsync(readObjects(repository.directory, asked), ({ id }) => id);
  expect(read).toEqual(ids.slice(0, 2));
  expect(
    [...(await describeObjects(repository.directory, asked))].filter(([, { type }]) => type === 'blob'),
  ).toHaveLength(2);
});
