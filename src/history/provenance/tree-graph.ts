import type { TreeCore } from '../core/tree-core.ts';

export type TreeGraph = ReturnType<typeof createTreeGraph>;

/** Which trees and chosen blobs stand in each tree, by the numbers of the core. Trees with the same list share it. */
export function createTreeGraph(core: TreeCore) {
  let lists = new Int32Array(1 << 16); // a length, then so many numbers
  let used = 1; // 0 means "not read"
  let listOf = new Int32Array(1 << 12);

  return {
    /**
     * Reads the tree at [low, high) of the core's memory; `like` is a list that it may have as well. Gives its list.
     */
    read(low: number, high: number, like = 0): number {
      const children = core.readTree(low, high);
      if (children === undefined) throw new Error('it is no tree as git writes them');
      return isList(like, children) ? like : addList(children);
    },
    setList(tree: number, list: number): void {
      if (tree >= listOf.length) listOf = grown(listOf, tree);
      listOf[tree] = list;
    },
    /** Undefined for a tree that was not read. */
    childrenOf(tree: number): Int32Array | undefined {
      const list = listOf[tree] ?? 0;
      return list === 0 ? undefined : lists.subarray(list + 1, list + 1 + (lists[list] ?? 0));
    },
  };

  function isList(list: number, children: Int32Array): boolean {
    if (list === 0 || lists[list] !== children.length) return false;
    for (let n = 0; n < children.length; n++) if (lists[list + 1 + n] !== children[n]) return false;
    return true;
  }

  function addList(children: Int32Array): number {
    const list = used;
    used += children.length + 1;
    if (used > lists.length) lists = grown(lists, used);
    lists[list] = children.length;
    lists.set(children, list + 1);
    return list;
  }
}

function grown(array: Int32Array, needed: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(Math.max(2 * array.length, needed + 1));
  larger.set(array);
  return larger;
}
