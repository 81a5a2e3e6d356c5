import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Input } from '../input.ts';
import type { LocalRepository } from '../repository.ts';
import { ScanError } from '../scan-error.ts';
import { readVersions } from './versions.ts';

const run = promisify(execFile);

/**
 * What the next commit would bring: the files in the index that differ from HEAD, whole. `indexFile`: git gives hooks the
 * name of another index when somebody commits with `-a` or names files.
 */
export async function stagedInput({ gitDirectory }: LocalRepository, indexFile: string | undefined): Promise<Input> {
  const out = await diff(gitDirectory, indexFile);
  const files = [...out.matchAll(/:\d+ (\d+) [0-9a-f]+ ([0-9a-f]+) [A-Z]\d*\0([^\0]+)\0/g)]
    .filter(([, mode]) => mode !== '160000')
    .map(([, , blob = '', path = '']) => ({ path, blob }));
  return { what: 'the staged files', each: 'place', pieces: () => readVersions(gitDirectory, files) };
}

async function diff(gitDirectory: string, indexFile: string | undefined): Promise<string> {
  const args = ['diff', '--cached', '--raw', '-z', '--no-abbrev', '--no-renames', '--diff-filter=ACMT'];
  // Not through git/run.ts, which lets no index but the usual one through.
  const env = {
    PATH: '/usr/local/bin:/usr/bin:/bin:/opt/homebrew/bin',
    HOME: '/nonexistent',
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    ...(indexFile === undefined ? {} : { GIT_INDEX_FILE: indexFile }),
  };
  try {
    const options = { env, maxBuffer: 1 << 30 };
    return (await run('git', ['--git-dir', gitDirectory, '-c', 'core.fsmonitor=false', ...args], options)).stdout;
  } catch (error) {
    throw new ScanError(`git cannot say what is staged: ${error instanceof Error ? error.message : String(error)}`);
  }
}
