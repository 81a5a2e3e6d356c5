import { exit, GitError, start } from '../../git/run.ts';
import { createHashTable } from './hash-table.ts';

/** Which commit first left each blob in its tree. */
export interface FirstCommits {
  of(blob: string): { readonly commit: string; readonly order: number } | undefined;
}

export interface PartOfHistory {
  /** Commits whose history is known. */
  readonly since: readonly string[];
  /** Undefined: all refs. */
  readonly tips: readonly string[] | undefined;
}

/**
 * One pass over a whole history. `--date-order` shows no commit before its children and
 * otherwise goes back in time, so the last commit that names a blob is the earliest, and
 * never a descendant of another. `-c` lets a merge show what it has from none of its parents.
 */
const LOG = [
  'log',
  '--raw',
  '-c',
  '--root',
  '--no-abbrev',
  '--no-renames',
  '--no-mailmap',
  '--date-order',
  '--format=C%H',
];

export async function readFirstCommits(
  repository: string,
  { since, tips }: PartOfHistory,
  signal: AbortSignal | undefined,
): Promise<FirstCommits> {
  const log = createLogReader();
  // Without any, git would take HEAD.
  if (tips?.length === 0) return log.result();
  const input = [...since.map((id) => `^${id}\n`), ...(tips ?? []).map((id) => `${id}\n`)].join('');
  const child = start(repository, [...LOG, ...(tips === undefined ? ['--all'] : []), '--stdin'], {
    input,
    ...(signal ? { signal } : {}),
  });
  const done = exit(child);
  done.catch(() => {}); // awaited below, after the output
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors = (errors + chunk).slice(-1000)));
  for await (const chunk of child.stdout as AsyncIterable<Buffer>) log.read(chunk);
  const code = await done;
  if (code !== 0) throw new GitError(['log'], code, errors);
  return log.result();
}

const LINE_END = 10;
const COLON = 58;
const COMMIT = 67;

/** Reads `C<hash>` and `:<modes> <hashes> <status>\t<path>` lines as bytes: a big history has tens of millions. */
function createLogReader() {
  const blobs = createHashTable();
  const commits: string[] = [];
  let named = true; // whether the last commit of `commits` left a blob: if not, the next takes its place
  let rest: Buffer = Buffer.alloc(0);

  const readLine = (bytes: Buffer, from: number, to: number): void => {
    if (bytes[from] === COMMIT) {
      if (!named) commits.pop();
      commits.push(bytes.toString('latin1', from + 1, to));
      named = false;
    } else if (bytes[from] === COLON) {
      readChange(bytes, from);
    }
  };

  /** A commit of n parents has n colons, n + 1 modes and n + 1 hashes ("diff format for merges" in git-diff). */
  const readChange = (bytes: Buffer, from: number): void => {
    let parents = 1;
    while (bytes[from + parents] === COLON) parents++;
    const mode = from + parents + 7 * parents;
    if (bytes[mode] !== 0x31 || bytes[mode + 1] === 0x36) return; // 0…: deleted, 16…: a submodule, 1…: a file or link
    const hashes = mode + 7;
    const length = bytes.indexOf(32, hashes) - hashes;
    blobs.set(bytes, hashes + (length + 1) * parents, commits.length - 1);
    named = true;
  };

  return {
    read(chunk: Buffer): void {
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      let from = 0;
      for (let end = bytes.indexOf(LINE_END); end >= 0; end = bytes.indexOf(LINE_END, from)) {
        readLine(bytes, from, end);
        from = end + 1;
      }
      rest = bytes.subarray(from);
    },
    result: (): FirstCommits => ({
      of(blob) {
        const number = blobs.get(blob);
        const commit = number === undefined ? undefined : commits[number];
        return number === undefined || commit === undefined ? undefined : { commit, order: -number };
      },
    }),
  };
}
