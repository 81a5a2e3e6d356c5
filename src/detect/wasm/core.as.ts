// Entry of the engine's WebAssembly module: what the host may call, and the addresses that it fills.
import { initHuffman } from './huffman.as';

export { applyDelta, baseSize, readSizes, resultSize, windowCount } from './delta.as';
export { filter, resumeAt } from './filter.as';
export { inflate } from './inflate.as';
export { CLASSES, ENTRIES, ENTRIES_END, FINGERPRINTS, FREE, HEADS, MASKS, SLACK, WINDOWS } from './memory.as';
export { FULL, choose, known, numberOf, openTable, readTree } from './tree.as';

/** Once, before anything else. */
export function init(): void {
  initHuffman();
}
