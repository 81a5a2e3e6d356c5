import { closeSync, openSync } from 'node:fs';
import type { Core } from '../core/core.ts';
import type { Forest } from '../pack/forest.ts';
import { openPackIndex } from '../pack/pack-index.ts';
import type { BlobScanner } from './blob-scanner.ts';
import type { Sink } from './sink.ts';
import { createTreeScanner } from './tree-scanner.ts';

/** Trees that a worker takes at a time: enough that taking costs nothing, few enough that all workers end together. */
const SHARE = 64;

/**
 * Scans the trees of one pack that nobody else has taken: `taken` is shared by all who work on the pack and counts shares.
 * Gives the objects that have to be read another way.
 */
export function scanForest(core: Core, scanner: BlobScanner, forest: Forest, taken: Int32Array, sink: Sink): void {
  using index = openPackIndex(forest.indexPath, forest.hashSize);
  const pack = openSync(forest.packPath, 'r');
  const nameOf = (node: number): string => index.nameAt(forest.names[node] ?? 0);
  const trees = createTreeScanner(core, scanner, forest, pack, {
    scanned: (node, size, result) => {
      sink.count(size);
      if (result.findings.length > 0 || result.capped) sink.scanned(nameOf(node), result);
    },
    left: (node, reason) => {
      for (const one of withDescendants(forest, node)) sink.left({ object: nameOf(one), reason });
    },
  });
  try {
    while (!sink.stopped()) {
      const from = Atomics.add(taken, 0, 1) * SHARE;
      if (from >= forest.roots.length) return;
      for (const root of forest.roots.subarray(from, from + SHARE)) trees.scanTree(root);
      sink.flush();
    }
  } finally {
    closeSync(pack);
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
