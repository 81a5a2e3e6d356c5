import { coAuthor, type GitPerson, instant } from './people.ts';
import { exit, GitError, start } from './run.ts';

export interface Commit {
  readonly sha: string;
  readonly author: GitPerson;
  readonly committer: GitPerson;
  /** Names and addresses of the `Co-authored-by` trailers. */
  readonly coAuthors: readonly Omit<GitPerson, 'at'>[];
}

/** One file as one commit leaves it. */
export interface Change {
  readonly commit: Commit;
  readonly path: string;
  readonly blob: string;
}

/** A commit leads to one of another repository there, whose files are not here. */
interface Submodule {
  readonly path: string;
  readonly submodule: true;
}

/** Fields end with NUL, the one character that git lets nobody write into a name. */
const FIELDS = [
  '%x1e%H',
  '%an',
  '%ae',
  '%at',
  '%cn',
  '%ce',
  '%ct',
  `%(trailers:key=Co-authored-by,valueonly,separator=%x1d)`,
];
const FORMAT = FIELDS.join('%x00');

const MARK = '\u001e';

/** The mode that git gives one. */
const SUBMODULE = '160000';

/**
 * Every file version that the commits reachable from `tips` and not from `known` bring, oldest commit first.
 * Merges count too: `-c` shows what a merge commit itself makes different from all its parents.
 */
export async function* changes(
  directory: string,
  tips: readonly string[],
  known: readonly string[] = [],
  paths: readonly string[] = [],
): AsyncIterable<Change> {
  for await (const change of changesAndSubmodules(directory, tips, known, paths)) if ('blob' in change) yield change;
}

export async function* changesAndSubmodules(
  directory: string,
  tips: readonly string[],
  known: readonly string[],
  paths: readonly string[] = [],
): AsyncIterable<Change | Submodule> {
  if (tips.length === 0) return; // an empty repository: without a tip git would look for a branch that is not there
  yield* logged(directory, ['-c', '--topo-order'], [...tips, ...known.map((sha) => `^${sha}`), '--', ...paths]);
}

/**
 * The same of all refs by date, below a path only, for changes of a line that matches the POSIX
 * pattern, case ignored. Merges do not count. Every file is taken for text: git skips what it
 * takes for binary, and a NUL or an attribute of the repository's own is enough for that.
 */
export async function* changesOfLines(directory: string, pattern: string, path: string): AsyncIterable<Change> {
  const args = ['--all', '--text', '--regexp-ignore-case', '-G', pattern];
  for await (const change of logged(directory, args, ['--', path])) if ('blob' in change) yield change;
}

async function* logged(
  directory: string,
  args: readonly string[],
  input: readonly string[],
): AsyncIterable<Change | Submodule> {
  const child = start(directory, [
    'log',
    '--raw',
    '--no-abbrev',
    '--no-renames',
    '--reverse',
    '--root',
    '--stdin',
    ...args,
    `--format=${FORMAT}`,
    '-z',
  ]);
  child.stdin.end([...input, ''].join('\n'));
  const done = exit(child);
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk));
  try {
    yield* parseLog(child.stdout);
    const code = await done;
    if (code !== 0) throw new GitError(['log'], code, errors);
  } finally {
    child.kill(); // whoever reads may have seen enough
  }
}

/**
 * Reads `--raw -z` output: records end with NUL; one that begins with 0x1e is a commit's
 * first field, one with ':' a change, the next its path.
 */
async function* parseLog(output: NodeJS.ReadableStream): AsyncIterable<Change | Submodule> {
  let fields: string[] = [];
  let commit: Commit | undefined;
  let blob: string | undefined;
  for await (const record of records(output)) {
    const text = record.replace(/^\n/, '');
    if (fields.length > 0 && fields.length < FIELDS.length) {
      fields.push(record);
      if (fields.length === FIELDS.length) commit = parseCommit(fields);
    } else if (blob !== undefined) {
      if (blob === SUBMODULE) yield { path: record, submodule: true };
      else if (commit !== undefined && !/^0+$/.test(blob)) yield { commit, path: record, blob };
      blob = undefined;
    } else if (text.startsWith(MARK)) {
      fields = [text];
    } else if (text.startsWith(':')) {
      blob = changedBlob(text);
    }
  }
}

async function* records(output: NodeJS.ReadableStream): AsyncIterable<string> {
  let rest = '';
  for await (const chunk of output.setEncoding('utf8')) {
    const parts = (rest + chunk).split('\0');
    rest = parts.pop() ?? '';
    yield* parts;
  }
  if (rest !== '') yield rest;
}

/**
 * The blob that the commit leaves, zeros, or that it is a submodule. `:100644 100644 old
 * new M` for a plain commit; a merge of n parents has n colons, n + 1 modes and n + 1
 * hashes ("diff format for merges" in git-diff). A submodule's hash is no blob of ours.
 */
function changedBlob(header: string): string {
  const fields = header.split(' ');
  const parents = header.lastIndexOf(':') + 1;
  return fields[parents] === SUBMODULE ? SUBMODULE : (fields.at(-2) ?? '0');
}

function parseCommit(fields: readonly string[]): Commit {
  const [mark = '', an = '', ae = '', at = '', cn = '', ce = '', ct = '', trailers = ''] = fields;
  return {
    sha: mark.slice(MARK.length),
    author: { name: an, email: ae, at: instant(at) },
    committer: { name: cn, email: ce, at: instant(ct) },
    coAuthors: trailers.split('\u001d').flatMap(coAuthor),
  };
}
