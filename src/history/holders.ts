import { git } from '../git/run.ts';
import { openObjectStore } from './pack/object-store.ts';
import { readObjects } from './scan/git-objects.ts';

/** Where a blob can be had today, without looking into the past. */
export interface Holder {
  /** Full names of refs whose tip has a file with these contents, sorted. */
  readonly refs: readonly string[];
  readonly head: boolean;
}

interface Tree {
  readonly children: readonly string[];
  /** Which of the wanted blobs are in this tree itself. */
  readonly blobs: readonly string[];
}

/**
 * Not `refs/pull`: a big repository on GitHub has tens of thousands of these, each with trees of its own to be read.
 */
const USUAL_REFS = ['refs/heads', 'refs/remotes', 'refs/tags'];

/**
 * Which of the refs below these prefixes, and whether HEAD, still hold each of these blobs. Blobs
 * that none holds are left out. `broken`: trees that git is not asked for, as it may never come back.
 */
export async function holders(
  repository: string,
  blobs: Iterable<string>,
  refs: readonly string[] = USUAL_REFS,
  broken: ReadonlySet<string> = new Set(),
): Promise<ReadonlyMap<string, Holder>> {
  const { gitDirectory, hashSize } = openObjectStore(repository);
  const wanted = new Set(blobs);
  const tips = await readTips(gitDirectory, refs);
  const roots = [...new Set(tips.values())].filter((id) => !broken.has(id));
  const trees = await readTrees(gitDirectory, hashSize, roots, wanted, broken);
  const held = new Map<string, { refs: string[]; head: boolean }>();
  const below = createBlobsBelow(trees);
  for (const [ref, tip] of tips) {
    for (const blob of wanted.has(tip) ? [tip] : below(tip)) {
      const holder = held.get(blob) ?? { refs: [], head: false };
      held.set(blob, holder);
      if (ref === 'HEAD') holder.head = true;
      else holder.refs.push(ref);
    }
  }
  return held;
}

/** Refs and HEAD, each with its tree (or whatever else a tag points at). */
async function readTips(repository: string, refs: readonly string[]): Promise<Map<string, string>> {
  // Nothing of the objects: one that is missing would end the list.
  const format = '--format=%(refname) %(objectname)';
  const lines = (await git(repository, ['for-each-ref', format, ...refs])).split('\n').filter((line) => line !== '');
  const found = lines.sort().map((line) => line.split(' '));
  const head = (await git(repository, ['rev-parse', '--verify', '--quiet', 'HEAD']).catch(() => '')).trim();
  const all = head === '' ? found : [...found, ['HEAD', head]];
  const behind = await readBehind(repository, [...new Set(all.map(([, id = '']) => id))]);
  return new Map(all.map(([ref = '', id = '']) => [ref, behind.get(id) ?? id]));
}

/**
 * The tree that a commit or a tag leads to, or the file, through any number of other tags.
 * Trees are not asked about: where deltas go in a circle, git would not come back.
 */
async function readBehind(repository: string, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const input = ids.map((id) => `${id}^{}\n`).join('');
  const format = '--batch-check=%(objectname) %(objecttype)';
  const answers = (await git(repository, ['cat-file', format, '--buffer'], { input })).split('\n');
  const ends = ids.map((id, at) => ({ id, end: answers[at]?.split(' ') ?? [] }));
  const commits = ends.flatMap(({ end: [end, type] }) => (end !== undefined && type === 'commit' ? [end] : []));
  const trees = new Map<string, string>();
  for await (const { id, bytes } of readObjects(repository, [...new Set(commits)])) {
    const tree = /^tree ([0-9a-f]+)/.exec(bytes.toString('latin1', 0, 80))?.[1];
    if (tree !== undefined) trees.set(id, tree);
  }
  return new Map(ends.map(({ id, end: [end = '', type] }) => [id, type === 'missing' ? id : (trees.get(end) ?? end)]));
}

/** All trees below the roots, each read once, level by level. */
async function readTrees(
  repository: string,
  hashSize: number,
  roots: readonly string[],
  wanted: ReadonlySet<string>,
  broken: ReadonlySet<string>,
): Promise<Map<string, Tree>> {
  const trees = new Map<string, Tree>();
  // Most files in a tree are none of the wanted: their first bytes tell, long before their names are spelled out.
  const starts = new Set(Array.from(wanted, (id) => Number.parseInt(id.slice(0, 8), 16)));
  for (let level = roots; level.length > 0; ) {
    const next = new Set<string>();
    for await (const { id, type, bytes } of readObjects(repository, level)) {
      if (type !== 'tree') continue;
      const tree = parseTree(bytes, hashSize, (start) => starts.has(start));
      trees.set(id, { ...tree, blobs: tree.blobs.filter((blob) => wanted.has(blob)) });
      for (const child of tree.children) if (!trees.has(child)) next.add(child);
    }
    level = [...next].filter((id) => !trees.has(id) && !broken.has(id));
  }
  return trees;
}

/**
 * Entries of a tree object: mode, a space, the name, a zero byte, the hash. Mode 40000 is a
 * directory, 160000 a submodule; old tools wrote zeros in front.
 */
function parseTree(bytes: Buffer, hashSize: number, mayBeWanted: (start: number) => boolean): Tree {
  const children: string[] = [];
  const blobs: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const start = bytes.indexOf(0, at) + 1;
    const end = start + hashSize;
    if (start === 0 || end > bytes.length) break;
    let mode = at;
    while (bytes[mode] === 0x30) mode++;
    const isTree = bytes[mode] === 0x34;
    if (isTree || mayBeWanted(bytes.readUInt32BE(start))) {
      (isTree ? children : blobs).push(bytes.toString('hex', start, end));
    }
    at = end;
  }
  return { children, blobs };
}

/**
 * The wanted blobs anywhere below a tree. Trees are shared between refs, so each is summed up once; depth is no limit.
 */
function createBlobsBelow(trees: ReadonlyMap<string, Tree>): (root: string) => ReadonlySet<string> {
  const known = new Map<string, ReadonlySet<string>>();
  const nothing: ReadonlySet<string> = new Set();
  return (root) => {
    const pending = [root];
    for (let id = pending.at(-1); id !== undefined; id = pending.at(-1)) {
      const tree = trees.get(id);
      const waiting = known.has(id) ? [] : (tree?.children ?? []).filter((child) => !known.has(child));
      if (waiting.length > 0) {
        pending.push(...waiting);
        continue;
      }
      pending.pop();
      if (known.has(id)) continue;
      const sets = (tree?.children ?? []).map((child) => known.get(child) ?? nothing).filter((set) => set.size > 0);
      const all = new Set([...(tree?.blobs ?? []), ...sets.flatMap((set) => [...set])]);
      known.set(id, all.size === 0 ? nothing : all);
    }
    return known.get(root) ?? nothing;
  };
}
