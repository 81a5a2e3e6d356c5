import { git } from '../../git/run.ts';
import type { Input, Unread } from '../input.ts';
import type { LocalRepository } from '../repository.ts';
import { ScanError } from '../scan-error.ts';
import { SUBMODULE } from './listed.ts';
import { readVersions, type Version } from './versions.ts';

/**
 * What the next commit would bring: the files in the index that differ from HEAD, whole. `indexFile`:
 * git gives hooks the name of another index when somebody commits with `-a` or names files.
 */
export async function stagedInput({ gitDirectory }: LocalRepository, indexFile: string | undefined): Promise<Input> {
  const out = await diff(gitDirectory, indexFile);
  const changed = [...out.matchAll(/:\d+ (\d+) [0-9a-f]+ ([0-9a-f]+) ([A-Z])\d*\0([^\0]+)\0/g)];
  const files: Version[] = [];
  const unread: Unread[] = [];
  for (const [, mode, blob = '', status, path = ''] of changed) {
    if (status === 'U') unread.push({ path, unread: CONFLICT });
    else if (mode === '160000') unread.push({ path, unread: SUBMODULE, isElsewhere: true });
    else files.push({ path, blob });
  }
  return {
    what: 'the staged files',
    each: 'place',
    async *pieces() {
      yield* unread;
      yield* readVersions(gitDirectory, files);
    },
  };
}

const CONFLICT = 'it is in conflict: settle that, stage it and look again';

async function diff(gitDirectory: string, indexFile: string | undefined): Promise<string> {
  const args = ['diff', '--cached', '--raw', '-z', '--no-abbrev', '--no-renames', '--diff-filter=ACMTU'];
  try {
    return await git(gitDirectory, args, indexFile === undefined ? {} : { indexFile });
  } catch (error) {
    throw new ScanError(`git cannot say what is staged: ${error instanceof Error ? error.message : String(error)}`);
  }
}
