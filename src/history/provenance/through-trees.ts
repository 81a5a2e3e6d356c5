import type { WasmModule } from '../../detect/wasm/core.ts';
import { createTreeCore, TooManyTrees, type TreeCore } from '../core/tree-core.ts';
import type { ObjectStore } from '../pack/object-store.ts';
import type { FirstPlace } from './first-place.ts';
import { type FirstRoots, findFirstRoots } from './first-roots.ts';
import { plantTrees, readPackedTrees, readTreesThroughGit } from './read-trees.ts';
import { readTrailPaths } from './trail-paths.ts';
import { createTreeGraph, type TreeGraph } from './tree-graph.ts';

export interface TreesRequest {
  readonly module: WasmModule;
  readonly store: ObjectStore;
  /** As `readCommitOrder` gives it. */
  readonly commits: Uint8Array;
  /** None twice. */
  readonly blobs: readonly string[];
}

/** Above this, the tables would not fit into the memory that a worker may use. */
const MOST_TREES = 2_000_000;

/** Trees outside of packs that there is room for. */
const MOST_LOOSE = 200_000;

/**
 * Reads every tree of a repository once, in the order in which packs hold them, and walks the history in memory. Throws
 * `TooManyTrees` where that is no way to go.
 */
export async function findThroughTrees({ module, store, commits, blobs }: TreesRequest): Promise<FirstPlace[]> {
  const { hashSize, gitDirectory } = store;
  const forests = store.indexes.flatMap((indexPath) => plantTrees(indexPath, hashSize));
  const packed = forests.reduce((sum, { offsets }) => sum + offsets.length, 0);
  if (packed > MOST_TREES) throw new TooManyTrees(`this history has more than ${MOST_TREES} trees`);
  const core = createTreeCore(module, hashSize, blobs, packed + MOST_LOOSE);
  const graph = createTreeGraph(core);
  for (const forest of forests) readPackedTrees(core, graph, forest);
  const { amount, tree, commit } = commitTable(commits, hashSize);
  const oldestFirst = Int32Array.from({ length: amount }, (_, n) => core.numberOf(tree(amount - 1 - n)));
  // Git would follow a circle of deltas for ever, so it is not asked about these.
  const endless = new Set(forests.flatMap(({ strays }) => strays));
  const readThroughGit = async (trees: readonly number[]): Promise<void> => {
    const stray = trees.map(core.nameOf).find((name) => endless.has(name));
    if (stray !== undefined) throw new Error(`the tree ${stray} is broken, or its deltas go in a circle`);
    await readTreesThroughGit(core, graph, gitDirectory, trees);
  };
  const first = await firstRoots(core, graph, oldestFirst, blobs.length, readThroughGit);
  const found = blobs.flatMap((blob, number) => {
    const at = first.rootOf(number);
    return at === undefined ? [] : [{ blob, order: at - amount, trees: first.trailTo(number).map(core.nameOf) }];
  });
  const paths = await readTrailPaths(gitDirectory, hashSize, found);
  return found.map(({ blob, order }) => ({ blob, order, commit: commit(-order - 1), path: paths.get(blob) ?? '' }));
}

async function firstRoots(
  core: TreeCore,
  graph: TreeGraph,
  oldestFirst: Int32Array,
  blobs: number,
  readThroughGit: (trees: readonly number[]) => Promise<void>,
): Promise<FirstRoots> {
  const asked = new Set<number>();
  for (;;) {
    const found = findFirstRoots(graph, oldestFirst, blobs, core.known());
    if (!('unread' in found)) return found;
    const missing = found.unread.find((tree) => asked.has(tree));
    if (missing !== undefined) throw new Error(`git cannot read the tree ${core.nameOf(missing)}`);
    for (const tree of found.unread) asked.add(tree);
    await readThroughGit(found.unread);
  }
}

/** The n-th line's tree and commit. */
function commitTable(commits: Uint8Array, hashSize: number) {
  const lines = Buffer.from(commits.buffer, commits.byteOffset, commits.byteLength);
  const digits = 2 * hashSize;
  const width = 2 * digits + 2;
  const name = (at: number): string => lines.toString('latin1', at, at + digits);
  return {
    amount: lines.length / width,
    tree: (line: number) => name(line * width),
    commit: (line: number) => name(line * width + digits + 1),
  };
}
