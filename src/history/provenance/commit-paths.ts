import { git } from '../../git/run.ts';

const DIFF = ['diff-tree', '--stdin', '-r', '-c', '--root', '--raw', '-z', '--no-renames', '--no-abbrev'];

/** Commits given to one git process: its output is held in memory. */
const SHARE = 500;

/** For each commit: the blobs that it leaves, each with the first path that it leaves it at. */
export async function readPaths(
  repository: string,
  commits: readonly string[],
): Promise<Map<string, ReadonlyMap<string, string>>> {
  const paths = new Map<string, Map<string, string>>();
  for (let from = 0; from < commits.length; from += SHARE) {
    const input = commits
      .slice(from, from + SHARE)
      .map((id) => `${id}\n`)
      .join('');
    let current = new Map<string, string>();
    let blob: string | undefined;
    for (const record of (await git(repository, DIFF, { input })).split('\0')) {
      if (blob !== undefined) {
        if (!current.has(blob)) current.set(blob, record);
        blob = undefined;
      } else if (record.startsWith(':')) {
        blob = record.split(' ').at(-2);
      } else if (record !== '') {
        current = new Map();
        paths.set(record, current);
      }
    }
  }
  return paths;
}
