import type { Prefilter } from '../prefilter.ts';
import { instantiateCore, tileRoom, type WasmModule } from './core.ts';
import { filterTables } from './tables.ts';

/** Bytes filtered at a time; longer inputs go in pieces that overlap by a keyword. */
const PIECE = 1 << 20;

/** The fast filter: the same hits as `createPrefilter`, from core.wasm (compiled by the caller, who may read files). */
export function createWasmPrefilter(module: WasmModule, keywords: readonly string[]): Prefilter {
  const tables = filterTables(keywords);
  const longest = Math.max(0, ...keywords.map((keyword) => keyword.length));
  const room = tileRoom(tables);
  const hitsSize = 2 * room;
  const core = instantiateCore(module, tables, (1 << 20) + hitsSize + PIECE + longest + 4096);
  const hits = core.free;
  const text = hits + hitsSize;
  const pairs = new Uint32Array(core.memory.buffer, hits, hitsSize >> 2);

  return {
    hits(bytes, emit) {
      for (let start = 0; start < bytes.length; start += PIECE) {
        const piece = bytes.subarray(start, start + PIECE + longest);
        core.memory.set(piece, text);
        const end = text + Math.min(PIECE, piece.length);
        for (const [position, keyword] of inOrder(filterAll(end, text + piece.length))) emit(start + position, keyword);
      }
    },
  };

  function filterAll(end: number, high: number): [number, number][] {
    const found: [number, number][] = [];
    let from = text;
    do {
      const stop = core.exports.filter(from, text, end, text, high, tables.spread, hits, hits + hitsSize, room);
      for (let at = 0; at < (stop - hits) >> 2; at += 2) found.push([(pairs[at] ?? 0) - text, pairs[at + 1] ?? 0]);
      from = core.exports.resumeAt.value;
    } while (from < Math.min(end + tables.spread, high));
    return found;
  }
}

function inOrder(found: [number, number][]): [number, number][] {
  return found.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
}
