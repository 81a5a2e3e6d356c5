import type { TreeGraph } from './tree-graph.ts';

/** Where each chosen blob is first: the number of the root tree in `roots`, and the trees that lead to it. */
export interface FirstRoots {
  rootOf(blob: number): number | undefined;
  /** From the root tree to the one in which the blob stands. */
  trailTo(blob: number): number[];
}

/**
 * Goes through the trees below `roots`, oldest first, each tree once and in its own order: so the
 * first root below which a blob turns up is the first that has it, and the first trail is the one
 * that git's diff lists first. Gives the trees that have not been read instead, if there are any.
 */
export function findFirstRoots(
  graph: TreeGraph,
  roots: Int32Array,
  chosen: number,
  known: number,
): FirstRoots | { readonly unread: readonly number[] } {
  const seen = new Uint8Array(known);
  const parents = new Int32Array(known).fill(-1);
  const firstRoot = new Int32Array(chosen).fill(-1);
  const unread: number[] = [];
  const pending: number[] = [];
  for (let at = 0; at < roots.length; at++) {
    pending.push(roots[at] ?? 0);
    for (let object = pending.pop(); object !== undefined; object = pending.pop()) {
      if (seen[object]) continue;
      seen[object] = 1;
      if (object < chosen) {
        firstRoot[object] = at;
        continue;
      }
      const children = graph.childrenOf(object);
      if (children === undefined) unread.push(object);
      // Backwards, so that the first is taken next. Who pushes last is taken first, and so is the parent that counts.
      for (let n = (children?.length ?? 0) - 1; n >= 0; n--) {
        const child = children?.[n] ?? 0;
        if (seen[child]) continue;
        parents[child] = object;
        pending.push(child);
      }
    }
  }
  if (unread.length > 0) return { unread };
  return {
    rootOf(blob) {
      const at = firstRoot[blob] ?? -1;
      return at < 0 ? undefined : at;
    },
    trailTo(blob) {
      const trail: number[] = [];
      for (let tree = parents[blob] ?? -1; tree >= 0; tree = parents[tree] ?? -1) trail.push(tree);
      return trail.reverse();
    },
  };
}
