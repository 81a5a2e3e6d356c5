import { closeSync, openSync } from 'node:fs';
import { LARGEST_BLOB, SLACK } from '../core/core.ts';
import { TooManyTrees, type TreeCore } from '../core/tree-core.ts';
import { TREE } from '../pack/entry.ts';
import { type Forest, plantForest } from '../pack/forest.ts';
import { openPackIndex } from '../pack/pack-index.ts';
import { createForestWalk } from '../scan/forest-walk.ts';
import { readObjects } from '../scan/git-objects.ts';
import type { TreeGraph } from './tree-graph.ts';

/** The trees of a pack; nothing where we cannot read it: git may be able to, and nobody may need it. */
export function plantTrees(indexPath: string, hashSize: number): Forest[] {
  try {
    return [plantForest(indexPath, hashSize, TREE)];
  } catch {
    return [];
  }
}

/** Every tree of a pack that can be read here. */
export function readPackedTrees(core: TreeCore, graph: TreeGraph, forest: Forest): void {
  const numbers = numberNodes(core, forest);
  const pack = openSync(forest.packPath, 'r');
  const keep = (node: number, list: number): number => {
    graph.setList(numbers[node] ?? 0, list);
    return list;
  };
  const walk = createForestWalk<number>(core, forest, pack, {
    whole: (node, low, high) => keep(node, graph.read(low, high)),
    derived: (node, { low, high }, list) => keep(node, graph.read(low, high, list)),
    left: () => {},
  });
  try {
    for (const root of forest.roots) walk.visitTree(root);
  } finally {
    closeSync(pack);
  }
}

/** Names that are in memory at once. */
const BATCH = 1 << 16;

/** The numbers of a forest's nodes. Names are read in the order of the index, where they lie side by side. */
function numberNodes(core: TreeCore, forest: Forest): Int32Array {
  using index = openPackIndex(forest.indexPath, forest.hashSize);
  const nodeOf = new Int32Array(index.count).fill(-1);
  forest.names.forEach((name, node) => {
    nodeOf[name] = node;
  });
  const numbers = new Int32Array(forest.names.length);
  for (let from = 0; from < index.count; from += BATCH) {
    const to = Math.min(from + BATCH, index.count);
    core.memory.set(index.names(from, to), core.arena.start);
    for (let name = from; name < to; name++) {
      const node = nodeOf[name] ?? -1;
      if (node >= 0) numbers[node] = core.numberAt(core.arena.start + (name - from) * forest.hashSize);
    }
  }
  return numbers;
}

/** Trees that lie loose, in a pack that we cannot read, or that grow from another pack: as git gives them. */
export async function readTreesThroughGit(
  core: TreeCore,
  graph: TreeGraph,
  repository: string,
  trees: readonly number[],
): Promise<void> {
  const { memory, arena } = core;
  const numbers = new Map(trees.map((tree) => [core.nameOf(tree), tree]));
  for await (const { id, type, bytes } of readObjects(repository, [...numbers.keys()])) {
    const end = arena.start + bytes.length;
    if (type !== 'tree') continue;
    if (bytes.length > LARGEST_BLOB) throw new TooManyTrees(`the tree ${id} is too big to be read at once`);
    memory.set(bytes, arena.start);
    memory.fill(0, end, end + SLACK);
    graph.setList(numbers.get(id) ?? 0, graph.read(arena.start, end));
  }
}
