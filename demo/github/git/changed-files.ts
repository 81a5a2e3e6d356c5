// The files between two trees, as GitHub lists them in a comparison, a pull request or a commit.
import { git } from './run.ts';

export interface ChangedFile {
  sha: string;
  filename: string;
  previous_filename?: string;
  status: string;
  additions: number;
  deletions: number;
  changes: number;
  /** Missing for a binary file, as on GitHub. */
  patch?: string;
}

const statuses: Record<string, string> = {
  A: 'added',
  D: 'removed',
  M: 'modified',
  R: 'renamed',
  T: 'changed',
  C: 'copied',
};

export async function changedFiles(dir: string, from: string, to: string): Promise<ChangedFile[]> {
  const range = ['-M', '--no-color', '--full-index', from, to];
  const [raw, counts, patch] = await Promise.all([
    git(dir, ['diff', '--raw', '-z', ...range]),
    git(dir, ['diff', '--numstat', '-z', ...range]),
    git(dir, ['diff', '-p', '--src-prefix=a/', '--dst-prefix=b/', ...range]),
  ]);
  const files = parseRaw(raw.toString().split('\0'));
  const counted = parseCounts(counts.toString().split('\0'));
  const patches = patch
    .toString()
    .split(/^diff --git /m)
    .slice(1);
  return files.map((file, i) => {
    const { additions = 0, deletions = 0, binary = false } = counted[i] ?? {};
    const hunks = patches[i] ?? '';
    const at = hunks.search(/^@@ /m);
    const shown = binary || at < 0 ? {} : { patch: hunks.slice(at).trimEnd() };
    return { ...file, additions, deletions, changes: additions + deletions, ...shown };
  });
}

type Named = Pick<ChangedFile, 'sha' | 'filename' | 'previous_filename' | 'status'>;

function parseRaw(fields: string[]): Named[] {
  const files: Named[] = [];
  for (let i = 0; i + 1 < fields.length; ) {
    const [, before = '', after = '', letter = ''] = /^:\d+ \d+ (\w+) (\w+) (\w)/.exec(fields[i] ?? '') ?? [];
    const status = statuses[letter] ?? 'modified';
    const moved = letter === 'R' || letter === 'C';
    const filename = fields[i + (moved ? 2 : 1)] ?? '';
    const previous = moved ? { previous_filename: fields[i + 1] ?? '' } : {};
    files.push({ sha: letter === 'D' ? before : after, filename, status, ...previous });
    i += moved ? 3 : 2;
  }
  return files;
}

function parseCounts(fields: string[]): { additions: number; deletions: number; binary: boolean }[] {
  const counted: { additions: number; deletions: number; binary: boolean }[] = [];
  for (let i = 0; i < fields.length && fields[i] !== ''; ) {
    const [added = '', deleted = '', path = ''] = (fields[i] ?? '').split('\t');
    counted.push({ additions: Number(added) || 0, deletions: Number(deleted) || 0, binary: added === '-' });
    i += path === '' ? 3 : 1;
  }
  return counted;
}

export interface NamedFile {
  status: 'added' | 'removed' | 'modified';
  filename: string;
}

/** The paths that each commit of a range touched, for all of them at once; merges name none. */
export async function namesByCommit(dir: string, range: string[]): Promise<Map<string, NamedFile[]>> {
  const out = await git(dir, ['log', '-z', '--format=%x01%H', '--name-status', '--no-renames', ...range, '--']);
  const blocks = out.toString().split('\u0001').filter(Boolean);
  return new Map(
    blocks.map((block) => [
      block.slice(0, 40),
      namesOf(
        block
          .slice(40)
          .split(/[\0\n]/)
          .filter(Boolean),
      ),
    ]),
  );
}

function namesOf(fields: string[]): NamedFile[] {
  const named: NamedFile[] = [];
  for (let i = 0; i + 1 < fields.length; i += 2) {
    const status = fields[i] === 'A' ? 'added' : fields[i] === 'D' ? 'removed' : 'modified';
    named.push({ status, filename: fields[i + 1] ?? '' });
  }
  return named;
}
