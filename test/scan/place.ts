import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type LocalReport, type LocalScan, localScan } from '../../src/scan/local-scan.ts';
import { NO_PROGRESS } from '../../src/scan/progress.ts';

/** A folder of its own, gone when disposed. */
export interface Place extends Disposable {
  readonly folder: string;
  write(files: Readonly<Record<string, string | Uint8Array>>): void;
  /** Makes a named pipe that nobody writes to. */
  pipe(name: string): void;
  git(...args: string[]): string;
  /** Writes the files and commits everything. */
  commit(files: Readonly<Record<string, string>>, author?: string): string;
  scan(request?: Partial<LocalScan>): Promise<LocalReport>;
}

/** When the commits of a place are made. */
export const COMMITTED = Date.UTC(2025, 0, 1);
export const NOW = Date.UTC(2026, 2, 5);

export function createPlace(): Place {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'handback-scan-')));
  const git = (...args: string[]): string =>
    execFileSync('git', ['-C', folder, ...args], { env: ENVIRONMENT, stdio: 'pipe' })
      .toString()
      .trim();
  const write: Place['write'] = (files) => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
  };
  return {
    folder,
    write,
    pipe: (name) => void execFileSync(MAKE_PIPE, [join(folder, name)]),
    git,
    commit(files, author = 'Ann <ann@example.com>') {
      write(files);
      git('add', '--all');
      git('commit', '--quiet', '--no-verify', '--allow-empty', '--message', 'work', `--author=${author}`);
      return git('rev-parse', 'HEAD');
    },
    scan: (request = {}) =>
      localScan({
        path: folder,
        mode: 'files',
        least: 'medium',
        now: NOW,
        workers: 0,
        progress: () => NO_PROGRESS,
        stdin: nothing(),
        ...request,
      }),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export function createGitPlace(): Place {
  const place = createPlace();
  place.git('init', '--quiet', '--initial-branch=main');
  return place;
}

const MAKE_PIPE = 'mkfifo';

async function* nothing(): AsyncGenerator<Uint8Array> {}

const DATE = `${COMMITTED / 1000} +0000`;
export const ENVIRONMENT = {
  PATH: process.env['PATH'] ?? '',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_AUTHOR_DATE: DATE,
  GIT_COMMITTER_DATE: DATE,
  GIT_COMMITTER_NAME: 'Committer',
  GIT_COMMITTER_EMAIL: 'committer@example.com',
};
