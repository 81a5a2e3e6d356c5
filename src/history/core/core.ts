import type { Confirmer } from '../../detect/confirm.ts';

/**
 * The engine's hands: one flat memory with three regions, and what it takes to read the objects of a pack. A region
 * may be overwritten up to `SLACK` bytes behind what was asked for, so whoever places something leaves that much free.
 */
export interface DeltaCore {
  readonly memory: Buffer;
  /** Compressed bytes go here, unless they are in the cache. */
  readonly source: Region;
  /** Parts of a pack stay here (pack-cache.ts). It may be empty. */
  readonly cache: Region;
  /** Inflated deltas go here. */
  readonly delta: Region;
  /** Blobs go here. */
  readonly arena: Region;
  /**
   * Inflates the zlib stream at [from, fromEnd) to `to`, to at most `limit`. Gives the end of
   * the output, or -1 when it is broken.
   */
  inflate(from: number, fromEnd: number, to: number, limit: number): number;
  /** Sizes that the delta at [delta.start, end) names; undefined when it is broken. */
  deltaSizes(end: number): DeltaSizes | undefined;
  /**
   * Applies that delta to [base, baseEnd) and writes the result to `to`, where it must fit. Gives
   * the windows, ascending and apart, each as three addresses: its start, its end, and where in the
   * base the bytes behind its end come from, which are copied as one run up to the next window and
   * `filterReach` bytes into it. Valid until the next call; undefined when the delta is broken.
   */
  applyDelta(end: number, base: number, baseEnd: number, to: number): Int32Array | undefined;
}

/** What a scan is made of. Two exist, in WebAssembly and in plain JavaScript; they differ in speed only. */
export interface Core extends DeltaCore {
  /** Reports keywords that start in [start, end) and lie in [low, high), in no order. */
  filter(
    start: number,
    end: number,
    low: number,
    high: number,
    report: (address: number, keyword: number) => void,
  ): void;
}

export interface Region {
  readonly start: number;
  readonly end: number;
}

interface DeltaSizes {
  readonly base: number;
  readonly result: number;
}

export const SLACK = 64;

/** Blobs above this are scanned in pieces, from git's own output. */
export const LARGEST_BLOB = 16 << 20;

const SOURCE = LARGEST_BLOB + (1 << 16);
const DELTA = LARGEST_BLOB;

/**
 * Room for bases and results along a chain of deltas. Reserved, not used: only what a chain fills becomes real memory.
 */
const ARENA = 112 << 20;

export function layout(
  from: number,
  cacheSize = 0,
): Record<'source' | 'cache' | 'delta' | 'arena', Region> & { size: number } {
  const behind = (region: Region, size: number): Region => ({
    start: region.end + SLACK,
    end: region.end + SLACK + size,
  });
  const source = { start: from, end: from + SOURCE };
  const cache = behind(source, cacheSize);
  const delta = behind(cache, DELTA);
  const arena = behind(delta, ARENA);
  return { source, cache, delta, arena, size: arena.end + SLACK };
}

/** `assignmentFollows` looks at most so far behind a keyword's end. */
const ASSIGNMENT = 111;

/**
 * A verdict also depends on whether a byte follows what was read, and decoding base64 looks
 * back a full line at a line end (wrapped.ts): the additions cover both.
 */
const READ_MORE_AHEAD = 16;
const READ_MORE_BEHIND = 72;

/** Per keyword, the most bytes from its first on that its verdict depends on. */
export function reaches(confirmer: Confirmer): number[] {
  return confirmer.keywords.map(
    (keyword, n) => Math.max(confirmer.reach[n] ?? 0, keyword.length + ASSIGNMENT) + READ_MORE_AHEAD,
  );
}

/** The most bytes before a keyword that its verdict depends on. */
export function lookBehind(confirmer: Confirmer): number {
  return confirmer.longestLead + READ_MORE_BEHIND;
}

/** The most bytes from a keyword's first on that decide whether the filter reports it. */
export function filterReach(confirmer: Confirmer): number {
  const reach = confirmer.keywords.map(({ length }, n) => length + (confirmer.assignment[n] ? ASSIGNMENT : 1));
  return Math.max(0, ...reach);
}
