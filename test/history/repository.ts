import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One commit to be made: on a branch, from these parents (numbers of earlier ones), leaving these files. */
export interface PlannedCommit {
  readonly branch: string;
  readonly parents: readonly number[];
  /** Undefined deletes the file. */
  readonly files: Readonly<Record<string, Uint8Array | undefined>>;
}

export interface TestRepository extends Disposable {
  readonly directory: string;
  git(...args: string[]): string;
  /** Runs git with these bytes as its input. */
  feed(input: Uint8Array | string, ...args: string[]): string;
  /** Adds commits after those of earlier calls, as a pack of their own; their numbers go on. */
  commit(commits: readonly PlannedCommit[], stored?: 'packed' | 'loose'): void;
}

/** A bare repository of its own, made by `git fast-import`; gone when disposed. */
export function createRepository(...initOptions: string[]): TestRepository {
  const directory = mkdtempSync(join(tmpdir(), 'handback-history-'));
  const feed = (input: Uint8Array | string, ...args: string[]): string =>
    execFileSync('git', ['--git-dir', directory, ...args], {
      input,
      env: ENVIRONMENT,
      maxBuffer: 2 ** 30,
      stdio: 'pipe',
    }).toString();
  feed('', 'init', '--quiet', '--bare', ...initOptions);
  let made = 0;
  return {
    directory,
    feed,
    git: (...args) => feed('', ...args),
    commit(commits, stored = 'packed') {
      const unpack = `fastimport.unpackLimit=${stored === 'loose' ? 1e6 : 1}`;
      const marks = ['export-marks', 'import-marks-if-exists'].map(
        (option) => `--${option}=${join(directory, 'marks')}`,
      );
      feed(
        Buffer.concat(commits.flatMap((one, n) => commitStream(one, made + n))),
        '-c',
        unpack,
        'fast-import',
        '--quiet',
        '--big-file-threshold=4m',
        ...marks,
      );
      made += commits.length;
    },
    [Symbol.dispose]: () => rmSync(directory, { recursive: true, force: true }),
  };
}

const ENVIRONMENT = {
  PATH: process.env['PATH'] ?? '',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_AUTHOR_NAME: 'Ann',
  GIT_AUTHOR_EMAIL: 'ann@example.com',
  GIT_COMMITTER_NAME: 'Ann',
  GIT_COMMITTER_EMAIL: 'ann@example.com',
};

/** See git-fast-import, "Input format". The first commit is mark 1. */
function commitStream({ branch, parents, files }: PlannedCommit, number: number): Buffer[] {
  const when = `${1_700_000_000 + number * 60} +0000`;
  const [first, ...others] = parents.map((parent) => `:${parent + 1}`);
  const head = [
    `commit refs/heads/${branch}`,
    `mark :${number + 1}`,
    `author Author ${number % 3} <author${number % 3}@example.com> ${when}`,
    `committer Committer <committer@example.com> ${when}`,
    'data 1',
    'c',
    ...(first === undefined ? [] : [`from ${first}`]),
    ...others.map((other) => `merge ${other}`),
  ];
  const changes = Object.entries(files).flatMap(([path, bytes]) =>
    bytes === undefined
      ? [Buffer.from(`D ${path}\n`)]
      : [Buffer.from(`M 100644 inline ${path}\ndata ${bytes.length}\n`), Buffer.from(bytes), Buffer.from('\n')],
  );
  return [Buffer.from(`${head.join('\n')}\n`), ...changes, Buffer.from('\n')];
}
