import { readSync } from 'node:fs';
import { type Core, LARGEST_BLOB, SLACK } from '../core/core.ts';
import { type Entry, parseEntry } from '../pack/entry.ts';
import type { Forest } from '../pack/forest.ts';
import type { BlobScanner, Mark, Scanned } from './blob-scanner.ts';

export interface TreeSink {
  /** A blob was scanned. */
  scanned(node: number, size: number, result: Scanned): void;
  /** This node was not scanned, and so none that grows from it either. */
  left(node: number, reason: string): void;
}

/** A blob in the arena whose children are being scanned. */
interface Frame {
  readonly size: number;
  readonly marks: readonly Mark[] | undefined;
  start: number;
  /** Next child to scan; -1 when there is none, and then nobody needs the bytes any more. */
  child: number;
}

/**
 * Scans the trees of one pack: depth first from a root, every delta applied right behind its base. The walk is a loop over a
 * stack of frames, so a chain of any length is fine. When the arena is full, blobs that no child waits for are squeezed out;
 * when that is not enough, the subtree is left to the caller.
 */
export function createTreeScanner(core: Core, scanner: BlobScanner, forest: Forest, pack: number, sink: TreeSink) {
  const { memory, source, delta, arena } = core;
  const frames: Frame[] = [];

  return {
    scanTree(root: number): void {
      frames.length = 0;
      attempt(root, () => scanRoot(root));
      scanDescendants();
    },
    /** Scans a delta of the blob at [low, high) of the arena, which lies outside the pack, and what grows from it. */
    scanGraft(node: number, low: number, high: number): void {
      const { marks } = scanner.whole(low, high);
      frames.splice(0, frames.length, { size: high - low, marks, start: low, child: node });
      scanDescendants();
    },
  };

  function scanDescendants(): void {
    for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
      const node = frame.child;
      if (node < 0) {
        frames.pop();
        continue;
      }
      frame.child = forest.nextSibling[node] ?? -1;
      const base = frame;
      attempt(node, () => scanDelta(node, base));
    }
  }

  /** A node that cannot be scanned must not stop the rest. */
  function attempt(node: number, scan: () => void): void {
    try {
      scan();
    } catch (error) {
      sink.left(node, error instanceof Error ? error.message : String(error));
    }
  }

  function scanRoot(node: number): void {
    const entry = load(node);
    if (entry.size > LARGEST_BLOB) throw new Error('it is too big to be scanned at once');
    const { start } = arena;
    const end = core.inflate(source.start + entry.body, source.start + packedSize(node), start, start + entry.size);
    if (end !== start + entry.size) throw new Error('its compressed data are broken');
    memory.fill(0, end, end + SLACK);
    done(node, start, entry.size, scanner.whole(start, end));
  }

  function scanDelta(node: number, base: Frame): void {
    const entry = load(node);
    if (entry.size > delta.end - delta.start) throw new Error('its delta is too big');
    const deltaEnd = delta.start + entry.size;
    const inflated = core.inflate(source.start + entry.body, source.start + packedSize(node), delta.start, deltaEnd);
    if (inflated !== deltaEnd) throw new Error('its compressed delta is broken');
    const sizes = core.deltaSizes(deltaEnd);
    if (sizes === undefined || sizes.base !== base.size) throw new Error('its delta does not fit its base');
    if (sizes.result > LARGEST_BLOB) throw new Error('it is too big to be scanned at once');
    const low = place(sizes.result);
    const windows = core.applyDelta(deltaEnd, base.start, base.start + base.size, low);
    if (windows === undefined) throw new Error('its delta is broken');
    const high = low + sizes.result;
    const result =
      base.marks === undefined
        ? scanner.whole(low, high)
        : scanner.derived({ low, high, base: { size: base.size, marks: base.marks }, deltaEnd, windows });
    done(node, low, sizes.result, result);
  }

  function done(node: number, start: number, size: number, result: Scanned): void {
    sink.scanned(node, size, result);
    const child = forest.firstChild[node] ?? -1;
    if (child >= 0) frames.push({ size, marks: result.marks, start, child });
  }

  function load(node: number): Entry {
    const length = packedSize(node);
    if (length > source.end - source.start) throw new Error('its compressed data are too big');
    const offset = forest.offsets[node] ?? 0;
    let have = 0;
    while (have < length) {
      const got = readSync(pack, memory, source.start + have, length - have, offset + have);
      if (got === 0) throw new Error('its pack is cut off');
      have += got;
    }
    const entry = parseEntry(memory, source.start, forest.hashSize);
    if (entry === undefined || entry.body > length) throw new Error('its header is broken');
    return entry;
  }

  function packedSize(node: number): number {
    return forest.packedSizes[node] ?? 0;
  }

  /** Where a blob of this size goes: behind the last frame, which is its base. */
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

function behind(frame: Frame): number {
  return (frame.start + frame.size + SLACK + 15) & ~15;
}
