import { closeSync, openSync } from 'node:fs';
import { BLOB, COMMIT, TAG, type TREE } from './entry.ts';
import { readHeaders } from './headers.ts';
import { openPackIndex } from './pack-index.ts';

/**
 * The objects of one type in a pack, as trees of deltas. Nodes are numbered by place in the
 * pack; all arrays are shared memory, so that any number of workers walk one forest.
 */
export interface Forest {
  readonly indexPath: string;
  readonly packPath: string;
  readonly hashSize: number;
  readonly offsets: Float64Array;
  /** Bytes in the pack; entries of 4 GiB and more say 4 GiB - 1. */
  readonly packedSizes: Uint32Array;
  /** Number of the node's hash in the index. */
  readonly names: Uint32Array;
  /** First child and next sibling, -1 for none. */
  readonly firstChild: Int32Array;
  readonly nextSibling: Int32Array;
  readonly roots: Uint32Array;
  /** Deltas of something outside this pack, whose type nobody knows. */
  readonly grafts: readonly { readonly node: number; readonly base: string }[];
  /** Objects that no chain of deltas leads to: broken, or in a circle. */
  readonly strays: readonly string[];
}

/** What an entry grows from; besides these the types of pack entries. */
const NOTHING = 0;
const FOREIGN = 8;

export function plantForest(indexPath: string, hashSize: number, type: typeof BLOB | typeof TREE = BLOB): Forest {
  using index = openPackIndex(indexPath, hashSize);
  const pack = openSync(index.packPath, 'r');
  try {
    const { offsets, end, order, types, bases, foreign } = readHeaders(index, pack);
    const children = childLists(bases);
    const reached = reach(types, bases, children, foreign);
    const keep = numbersWhere(reached, (mark) => mark === type || mark === FOREIGN);
    const strays = numbersWhere(reached, (mark) => mark === NOTHING);
    const renumbered = new Int32Array(types.length).fill(-1);
    keep.forEach((old, number) => {
      renumbered[old] = number;
    });
    const packed = (old: number): number => (offsets[old + 1] ?? end) - (offsets[old] ?? 0);
    const renumber = (old: number | undefined): number => (old === undefined || old < 0 ? -1 : (renumbered[old] ?? -1));
    const fill = <T extends Float64Array | Uint32Array | Int32Array>(array: T, value: (old: number) => number): T => {
      for (let number = 0; number < keep.length; number++) array[number] = value(keep[number] ?? 0);
      return array;
    };
    const roots = keep.filter((old) => types[old] === type).map(renumber);
    return {
      indexPath,
      packPath: index.packPath,
      hashSize,
      offsets: fill(new Float64Array(shared(keep.length * 8)), (old) => offsets[old] ?? 0),
      packedSizes: fill(new Uint32Array(shared(keep.length * 4)), (old) => Math.min(packed(old), 0xffffffff)),
      names: fill(new Uint32Array(shared(keep.length * 4)), (old) => order[old] ?? 0),
      firstChild: fill(new Int32Array(shared(keep.length * 4)), (old) => renumber(children.first[old])),
      nextSibling: fill(new Int32Array(shared(keep.length * 4)), (old) => renumber(children.next[old])),
      roots: toShared(roots),
      grafts: Array.from(foreign, ([old, base]) => ({ node: renumber(old), base })),
      strays: Array.from(strays, (old) => index.nameAt(order[old] ?? 0)),
    };
  } finally {
    closeSync(pack);
  }
}

interface Children {
  readonly first: Int32Array;
  readonly next: Int32Array;
}

function childLists(bases: Int32Array): Children {
  const first = new Int32Array(bases.length).fill(-1);
  const next = new Int32Array(bases.length).fill(-1);
  for (let child = bases.length - 1; child >= 0; child--) {
    const base = bases[child] ?? -1;
    if (base < 0) continue;
    next[child] = first[base] ?? -1;
    first[base] = child;
  }
  return { first, next };
}

/** Gives every entry the type of the root it grows from. */
function reach(
  types: Uint8Array,
  bases: Int32Array,
  children: Children,
  foreign: ReadonlyMap<number, string>,
): Uint8Array {
  const reached = new Uint8Array(types.length);
  const pending: number[] = [];
  for (let root = 0; root < types.length; root++) {
    const type = foreign.has(root) ? FOREIGN : (types[root] ?? 0);
    if ((bases[root] ?? -1) >= 0 || (type !== FOREIGN && (type < COMMIT || type > TAG))) continue;
    reached[root] = type;
    pending.push(root);
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
      for (let child = children.first[node] ?? -1; child >= 0; child = children.next[child] ?? -1) {
        reached[child] = type;
        pending.push(child);
      }
    }
  }
  return reached;
}

function numbersWhere(marks: Uint8Array, test: (mark: number) => boolean): Uint32Array {
  let amount = 0;
  for (const mark of marks) if (test(mark)) amount++;
  const numbers = new Uint32Array(amount);
  let next = 0;
  for (let number = 0; number < marks.length; number++) if (test(marks[number] ?? 0)) numbers[next++] = number;
  return numbers;
}

function shared(size: number): SharedArrayBuffer {
  return new SharedArrayBuffer(size);
}

function toShared(numbers: Uint32Array): Uint32Array {
  const copy = new Uint32Array(shared(numbers.byteLength));
  copy.set(numbers);
  return copy;
}
