import { type DeltaCore, LARGEST_BLOB, SLACK } from '../core/core.ts';
import { parseEntry } from '../pack/entry.ts';
import type { Forest } from '../pack/forest.ts';
import { createPackCache } from '../pack/pack-cache.ts';

/** What is to be done with each object. What it gives for one is kept while deltas of it are being visited. */
export interface Visitor<State> {
  /** The object that lies at [low, high) of the arena. */
  whole(node: number, low: number, high: number): State;
  /** One that was made from another. */
  derived(node: number, object: Derived, base: State): State;
  /** This node could not be read, and so none that grows from it either. */
  left(node: number, reason: string): void;
}

/** An object at [low, high) of the core's memory, made by a delta from the one at [baseLow, baseHigh). */
export interface Derived {
  readonly low: number;
  readonly high: number;
  readonly baseLow: number;
  readonly baseHigh: number;
  /** As `applyDelta` gives them. */
  readonly windows: Int32Array;
}

/** An entry in memory: the size of what its zlib stream gives, and where that is. */
interface Loaded {
  readonly size: number;
  readonly stream: number;
  readonly streamEnd: number;
}

/** An object in the arena whose children are being visited. */
interface Frame<State> {
  readonly size: number;
  readonly state: State;
  start: number;
  /** Next child to visit; -1 when there is none, and then nobody needs the bytes any more. */
  child: number;
}

/**
 * Visits the objects of one pack: depth first from a root, every delta applied right behind its base. The
 * walk is a loop over a stack of frames, so a chain of any length is fine. When the arena is full, objects
 * that no child waits for are squeezed out; when that is not enough, the subtree is left to the caller.
 */
export function createForestWalk<State>(core: DeltaCore, forest: Forest, pack: number, visitor: Visitor<State>) {
  const { memory, delta, arena } = core;
  const cache = createPackCache(core, pack);
  const frames: Frame<State>[] = [];

  return {
    visitTree(root: number): void {
      frames.length = 0;
      attempt(root, () => visitRoot(root));
      visitDescendants();
    },
    /**
     * Visits a delta of the object at [low, high) of the arena, which lies outside the pack, and what grows from it.
     */
    visitGraft(node: number, low: number, high: number, state: State): void {
      frames.splice(0, frames.length, { size: high - low, state, start: low, child: node });
      visitDescendants();
    },
  };

  function visitDescendants(): void {
    for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
      const node = frame.child;
      if (node < 0) {
        frames.pop();
        continue;
      }
      frame.child = forest.nextSibling[node] ?? -1;
      const base = frame;
      attempt(node, () => visitDelta(node, base));
    }
  }

  /** A node that cannot be read must not stop the rest. */
  function attempt(node: number, visit: () => void): void {
    try {
      visit();
    } catch (error) {
      visitor.left(node, error instanceof Error ? error.message : String(error));
    }
  }

  function visitRoot(node: number): void {
    const entry = load(node);
    if (entry.size > LARGEST_BLOB) throw new Error('it is too big to be scanned at once');
    const { start } = arena;
    const end = start + entry.size;
    if (!inflate(entry, start, entry.size)) throw new Error('its compressed data are broken');
    memory.fill(0, end, end + SLACK);
    grow(node, start, entry.size, visitor.whole(node, start, end));
  }

  function visitDelta(node: number, base: Frame<State>): void {
    const entry = load(node);
    if (entry.size > delta.end - delta.start) throw new Error('its delta is too big');
    const deltaEnd = delta.start + entry.size;
    if (!inflate(entry, delta.start, entry.size)) throw new Error('its compressed delta is broken');
    const sizes = core.deltaSizes(deltaEnd);
    if (sizes === undefined || sizes.base !== base.size) throw new Error('its delta does not fit its base');
    if (sizes.result > LARGEST_BLOB) throw new Error('it is too big to be scanned at once');
    const low = place(sizes.result);
    const baseLow = base.start;
    const baseHigh = baseLow + base.size;
    const windows = core.applyDelta(deltaEnd, baseLow, baseHigh, low);
    if (windows === undefined) throw new Error('its delta is broken');
    const object = { low, high: low + sizes.result, baseLow, baseHigh, windows };
    grow(node, low, sizes.result, visitor.derived(node, object, base.state));
  }

  function grow(node: number, start: number, size: number, state: State): void {
    const child = forest.firstChild[node] ?? -1;
    if (child >= 0) frames.push({ size, state, start, child });
  }

  /** Inflates an entry to `to`, to exactly `size` bytes. */
  function inflate({ stream, streamEnd }: Loaded, to: number, size: number): boolean {
    return core.inflate(stream, streamEnd, to, to + size) === to + size;
  }

  function load(node: number): Loaded {
    const length = forest.packedSizes[node] ?? 0;
    const at = cache.at(forest.offsets[node] ?? 0, length);
    const entry = parseEntry(memory, at, forest.hashSize);
    if (entry === undefined || entry.body > length) throw new Error('its header is broken');
    return { size: entry.size, stream: at + entry.body, streamEnd: at + length };
  }

  /** Where an object of this size goes: behind the last frame, which is its base. */
  function place(size: number): number {
    if (freeFrom() + size + SLACK > arena.end) squeeze();
    const start = freeFrom();
    if (start + size + SLACK > arena.end) throw new Error('its chain of bases is too big to be kept in memory');
    return start;
  }

  function freeFrom(): number {
    const last = frames.at(-1);
    return last === undefined ? arena.start : behind(last);
  }

  function squeeze(): void {
    const needed = frames.filter((frame, index) => frame.child >= 0 || index === frames.length - 1);
    let to = arena.start;
    for (const frame of needed) {
      memory.copyWithin(to, frame.start, frame.start + frame.size);
      frame.start = to;
      to = behind(frame);
    }
    frames.splice(0, frames.length, ...needed);
  }
}

function behind({ start, size }: { readonly start: number; readonly size: number }): number {
  return (start + size + SLACK + 15) & ~15;
}
