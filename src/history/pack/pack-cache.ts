import { fstatSync, readSync } from 'node:fs';
import type { DeltaCore } from '../core/core.ts';

/** What is read at once. Larger blocks hold more that nobody asks for, smaller ones are asked for more often. */
const BLOCK = 1 << 14;

/**
 * Reads a pack through blocks that stay in the core's memory. Every block has one place there, by its number, so that
 * neighbours in the pack are neighbours in memory. Deltas lie near their bases more often than not: most reads need no
 * system call. Without a cache every read is one.
 */
export function createPackCache(core: Pick<DeltaCore, 'memory' | 'cache' | 'source'>, pack: number) {
  const { memory, cache, source } = core;
  const { size } = fstatSync(pack);
  const places = Math.floor((cache.end - cache.start) / BLOCK);
  const held = new Int32Array(places).fill(-1);

  return {
    /** The address of the byte at `offset`; so many bytes from there on are in memory until the next call. */
    at(offset: number, length: number): number {
      if (offset + length > size) throw new Error('its pack is cut off');
      const first = Math.floor(offset / BLOCK);
      const last = Math.floor((offset + length - 1) / BLOCK);
      const place = places === 0 ? 0 : first % places;
      if (place + last - first >= places) {
        // There is no cache, or it would run over the end.
        if (length > source.end - source.start) throw new Error('its compressed data are too big');
        fill(source.start, offset, length);
        return source.start;
      }
      for (let block = first; block <= last; block++) if (held[block % places] !== block) block = load(block, last);
      return cache.start + place * BLOCK + (offset - first * BLOCK);
    },
  };

  /** Reads this block, and those up to `last` that are missing as well. Gives the last that it has read. */
  function load(block: number, last: number): number {
    let end = block;
    while (end < last && held[(end + 1) % places] !== end + 1) end++;
    const offset = block * BLOCK;
    held.fill(-1, block % places, (end % places) + 1);
    fill(cache.start + (block % places) * BLOCK, offset, Math.min((end + 1) * BLOCK, size) - offset);
    for (let one = block; one <= end; one++) held[one % places] = one;
    return end;
  }

  function fill(address: number, offset: number, length: number): void {
    for (let have = 0; have < length; ) {
      const got = readSync(pack, memory, address + have, length - have, offset + have);
      if (got === 0) throw new Error('its pack is cut off');
      have += got;
    }
  }
}
