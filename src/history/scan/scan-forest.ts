import { closeSync, openSync } from 'node:fs';
import type { Core } from '../core/core.ts';
import type { Forest } from '../pack/forest.ts';
import { createObjectReader } from '../pack/object-reader.ts';
import type { ObjectStore } from '../pack/object-store.ts';
import { openPackIndex } from '../pack/pack-index.ts';
import type { BlobScanner, Scanned } from './blob-scanner.ts';
import { createForestWalk } from './forest-walk.ts';
import type { Sink } from './sink.ts';

/** Trees that a worker takes at a time: enough that taking costs nothing, few enough that all workers end together. */
const SHARE = 64;

/**
 * Scans the trees of one pack that nobody else has taken: `taken` is shared by all who work
 * on the pack and counts shares. Gives the objects that have to be read another way.
 */
export function scanForest(
  core: Core,
  scanner: BlobScanner,
  store: ObjectStore,
  forest: Forest,
  taken: Int32Array,
  sink: Sink,
): void {
  using index = openPackIndex(forest.indexPath, forest.hashSize);
  const pack = openSync(forest.packPath, 'r');
  const nameOf = (node: number): string => index.nameAt(forest.names[node] ?? 0);
  const leave = (node: number, reason: string, to: 'left' | 'notScanned' = 'left'): void => {
    for (const one of withDescendants(forest, node)) sink[to]({ object: nameOf(one), reason });
  };
  const report = (node: number, size: number, result: Scanned): Scanned['marks'] => {
    sink.count(size);
    if (result.findings.length > 0 || result.capped) sink.scanned(nameOf(node), result);
    return result.marks;
  };
  const trees = createForestWalk<Scanned['marks']>(core, forest, pack, {
    whole: (node, low, high) => report(node, high - low, scanner.whole(low, high)),
    derived(node, blob, marks) {
      const { low, high } = blob;
      return report(node, high - low, marks ? scanner.derived(blob, marks) : scanner.whole(low, high));
    },
    left: (node, reason) => leave(node, reason),
  });
  try {
    while (!sink.stopped()) {
      const share = Atomics.add(taken, 0, 1);
      if (share > 0 && share * SHARE >= forest.roots.length) return;
      if (share === 0) scanGrafts();
      for (const root of forest.roots.subarray(share * SHARE, (share + 1) * SHARE)) trees.visitTree(root);
      sink.flush();
    }
  } finally {
    closeSync(pack);
  }

  function scanGrafts(): void {
    using reader = createObjectReader(core, store);
    for (const { node, base } of forest.grafts) {
      const blob = reader.load(base);
      if (blob === 'no blob') continue;
      if ('low' in blob) trees.visitGraft(node, blob.low, blob.high, scanner.whole(blob.low, blob.high).marks);
      else leave(node, `the base of its delta: ${blob.reason}`, blob.endless ? 'notScanned' : 'left');
    }
  }
}

function* withDescendants(forest: Forest, top: number): Generator<number> {
  const pending = [top];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    yield node;
    for (let child = forest.firstChild[node] ?? -1; child >= 0; child = forest.nextSibling[child] ?? -1) {
      pending.push(child);
    }
  }
}
