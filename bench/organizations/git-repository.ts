import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRepository, type TestRepository } from '../../test/history/repository.ts';
import type { Commit } from './book.ts';

export interface MadeRepository extends Disposable {
  readonly directory: string;
  /** Commit number of the book -> hash. */
  sha(number: number): string;
}

/**
 * Writes the commits with git itself. Those that no branch holds at the end are left
 * without a ref, as after a deleted branch.
 */
export function writeRepository(commits: readonly Commit[], branches: ReadonlyMap<string, number>): MadeRepository {
  const repository = createRepository();
  const marks = join(repository.directory, 'marks');
  const stream = commits.map(streamOf).join('');
  repository.feed(stream, 'fast-import', '--quiet', '--force', `--export-marks=${marks}`);
  const shas = new Map(
    readFileSync(marks, 'latin1')
      .split('\n')
      .map((line) => [Number(line.slice(1, line.indexOf(' '))), line.slice(line.indexOf(' ') + 1)]),
  );
  const sha = (number: number) => shas.get(number) ?? '0'.repeat(40);
  setBranches(repository, branches, sha);
  return { directory: repository.directory, sha, [Symbol.dispose]: () => repository[Symbol.dispose]() };
}

function setBranches(
  { feed }: TestRepository,
  branches: ReadonlyMap<string, number>,
  sha: (n: number) => string,
): void {
  const heads = [...branches].map(([branch, number]) => `update refs/heads/${branch} ${sha(number)}`);
  feed([...heads, `delete ${BUILDING}`, ''].join('\n'), 'update-ref', '--stdin');
  feed('', 'symbolic-ref', 'HEAD', 'refs/heads/main');
}

const BUILDING = 'refs/building/last';

/** See git-fast-import, "Input format". */
function streamOf({ number, parents, author, committer, at, claims = at, message, files }: Commit): string {
  const when = `${Math.floor(claims / 1000)} +0000`;
  const [first, ...others] = parents;
  return [
    `reset ${BUILDING}`,
    `commit ${BUILDING}`,
    `mark :${number}`,
    `author ${author.name} <${author.email}> ${when}`,
    `committer ${committer.name} <${committer.email}> ${when}`,
    data(message),
    ...(first === undefined ? [] : [`from :${first}`]),
    ...others.map((other) => `merge :${other}`),
    ...Object.entries(files).flatMap(([path, text]) =>
      text === undefined ? [`D ${path}`] : [`M 100644 inline ${path}`, data(text)],
    ),
    '',
    '',
  ].join('\n');
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}`;
}
