import { instantiateCore, type WasmModule } from '../../detect/wasm/core.ts';
import { filterTables } from '../../detect/wasm/tables.ts';
import { type DeltaCore, LARGEST_BLOB, layout, SLACK } from './core.ts';
import { deltaCore, RESERVED } from './wasm-core.ts';

/**
 * Reads trees and numbers what stands in them: first the chosen blobs, in the order given, then trees as they turn up.
 */
export interface TreeCore extends DeltaCore {
  /** How many objects have a number. */
  known(): number;
  /** Number of the tree whose name lies at this address, a new one if it had none. */
  numberAt(address: number): number;
  numberOf(name: string): number;
  nameOf(number: number): string;
  /**
   * Numbers of the trees and chosen blobs in the tree at [low, high), in its order; valid
   * until the next call. Undefined when it is broken.
   */
  readTree(low: number, high: number): Int32Array | undefined;
}

/**
 * There is no room for so many trees, or for one so big, or their names were made to
 * collide: another way has to be taken.
 */
export class TooManyTrees extends Error {}

/**
 * Trees are small and lie close together, so that blocks pay; blobs are read one by one in less time than blocks take.
 */
const CACHE = 64 << 20;

/** A mode, a space, a path, a zero byte and a hash of 20. */
const SHORTEST_ENTRY = 24;
const OUT = Math.ceil(LARGEST_BLOB / SHORTEST_ENTRY) * 4;

export function createTreeCore(
  module: WasmModule,
  hashSize: number,
  chosen: readonly string[],
  mostTrees: number,
): TreeCore {
  const room = chosen.length + mostTrees;
  const slotCount = 2 ** Math.ceil(Math.log2(room * 1.5 + 1));
  const regions = layout(RESERVED, CACHE);
  const outAt = (regions.size + 15) & ~15;
  const slotsAt = outAt + OUT;
  const namesAt = slotsAt + slotCount * 4;
  const core = instantiateCore(module, filterTables([]), namesAt + room * hashSize + SLACK);
  const { exports, memory, full } = core;
  const { arena } = regions;
  const numbers = new Int32Array(memory.buffer, outAt, OUT >> 2);
  exports.openTable(namesAt, room, slotsAt, slotCount, hashSize);
  for (const name of chosen) exports.choose(placeName(name));

  return {
    ...deltaCore(core, regions, 0),
    known: () => exports.known.value,
    numberAt: (address) => checked(exports.numberOf(address, 1)),
    numberOf: (name) => checked(exports.numberOf(placeName(name), 1)),
    nameOf: (number) => memory.toString('hex', namesAt + number * hashSize, namesAt + (number + 1) * hashSize),
    readTree(low, high) {
      const end = checked(exports.readTree(low, high, outAt));
      return end < 0 ? undefined : numbers.subarray(0, (end - outAt) >> 2);
    },
  };

  function placeName(name: string): number {
    memory.write(name, arena.start, 'hex');
    return arena.start;
  }

  function checked(result: number): number {
    if (result === full) throw new TooManyTrees(`there is no room for more than ${mostTrees} trees`);
    return result;
  }
}
