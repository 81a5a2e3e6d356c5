import { git } from '../../src/git/run.ts';
import { openObjectStore } from '../../src/history/pack/object-store.ts';
import { readObjects } from '../../src/history/scan/git-objects.ts';

export interface FirstHolder {
  readonly commit: string;
  /** Place in time, ancestors before descendants. */
  readonly order: number;
  /** Seconds, as the committer claims. */
  readonly at: number;
  /** Every path at which that commit's tree holds the blob. */
  readonly paths: readonly string[];
}

/**
 * The judge of every shortcut: goes through all commits of all refs, oldest first, and
 * through the whole tree of each. Whichever commit is the first to hold a blob has brought
 * it. No diffs; a tree that an earlier commit had holds nothing new.
 */
export async function firstHolders(repository: string): Promise<ReadonlyMap<string, FirstHolder>> {
  const { gitDirectory, hashSize } = openObjectStore(repository);
  const trees = await readTrees(gitDirectory, hashSize);
  const seen = new Set<string>();
  const found = new Map<string, FirstHolder>();
  for (const [order, { commit, tree, at }] of (await commitsOf(gitDirectory)).entries()) {
    const fresh = new Map<string, string[]>();
    for (const { path, blob } of newFiles(trees, tree, seen)) {
      if (!found.has(blob)) fresh.set(blob, [...(fresh.get(blob) ?? []), path]);
    }
    for (const [blob, paths] of fresh) found.set(blob, { commit, order, at, paths });
  }
  return found;
}

interface Entry {
  readonly name: string;
  readonly id: string;
  readonly is: 'tree' | 'blob';
}

type Trees = ReadonlyMap<string, readonly Entry[]>;

function newFiles(trees: Trees, root: string, seen: Set<string>): readonly { path: string; blob: string }[] {
  // The same new tree may stand at two paths of one commit: it counts as seen only once the commit is through.
  const walked: string[] = [];
  const files: { path: string; blob: string }[] = [];
  const pending = [{ id: root, path: '' }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (seen.has(next.id)) continue;
    walked.push(next.id);
    for (const { name, id, is } of trees.get(next.id) ?? []) {
      const path = next.path === '' ? name : `${next.path}/${name}`;
      if (is === 'tree') pending.push({ id, path });
      else files.push({ path, blob: id });
    }
  }
  for (const id of walked) seen.add(id);
  return files;
}

async function commitsOf(repository: string) {
  const out = await git(repository, ['log', '--all', '--reverse', '--date-order', '--format=%H %T %ct']);
  return out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [commit = '', tree = '', at] = line.split(' ');
      return { commit, tree, at: Number(at) };
    });
}

async function readTrees(repository: string, hashSize: number): Promise<Trees> {
  const all = await git(repository, [
    'cat-file',
    '--batch-all-objects',
    '--unordered',
    '--batch-check=%(objecttype) %(objectname)',
  ]);
  const ids = all.split('\n').flatMap((line) => (line.startsWith('tree ') ? [line.slice(5)] : []));
  const trees = new Map<string, readonly Entry[]>();
  for await (const { id, bytes } of readObjects(repository, ids)) trees.set(id, parseTree(bytes, hashSize));
  return trees;
}

const DIRECTORY = 0o40000;
const SUBMODULE = 0o160000;

/**
 * Entries of a tree object: mode, a space, the name, a zero byte, the hash. Old tools
 * padded modes with a zero (`040000`).
 */
function parseTree(bytes: Buffer, hashSize: number): readonly Entry[] {
  const entries: Entry[] = [];
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(0x20, at);
    const end = bytes.indexOf(0, space);
    const mode = Number.parseInt(bytes.toString('latin1', at, space), 8);
    const name = bytes.toString('utf8', space + 1, end);
    const id = bytes.toString('hex', end + 1, end + 1 + hashSize);
    if (mode !== SUBMODULE) entries.push({ name, id, is: mode === DIRECTORY ? 'tree' : 'blob' });
    at = end + 1 + hashSize;
  }
  return entries;
}
