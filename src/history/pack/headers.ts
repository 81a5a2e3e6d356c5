import { fstatSync, readSync } from 'node:fs';
import { LONGEST_HEADER, OFS_DELTA, parseEntry, REF_DELTA } from './entry.ts';
import type { PackIndex } from './pack-index.ts';

/** What the headers of a pack's entries say, in the order in which they lie in the pack. */
export interface Headers {
  readonly offsets: Float64Array;
  /** Where the last entry ends. */
  readonly end: number;
  /** Number of each entry in the index. */
  readonly order: Uint32Array;
  /** 0 where the header is malformed. */
  readonly types: Uint8Array;
  /** Number of a delta's base; -1 for no delta, or when the base is not in this pack. */
  readonly bases: Int32Array;
  /** Names of bases that are not in this pack, by the number of the delta. */
  readonly foreign: ReadonlyMap<number, string>;
}

const PACK_HEADER = 12;
const CHUNK = 4 << 20;

export function readHeaders(index: PackIndex, pack: number): Headers {
  const end = checkedEnd(index, pack);
  const { offsets, order } = inPackOrder(index.offsets());
  checkOffsets(index, offsets, end);
  const types = new Uint8Array(index.count);
  const bases = new Int32Array(index.count).fill(-1);
  const foreign = new Map<number, string>();
  const byName = createNameLookup(index, order);
  const chunk = Buffer.allocUnsafe(CHUNK);
  let chunkStart = 0;
  let chunkEnd = 0;
  for (let number = 0; number < offsets.length; number++) {
    const offset = offsets[number] ?? 0;
    if (offset + LONGEST_HEADER > chunkEnd && chunkEnd < end) {
      chunkStart = offset;
      chunkEnd = offset + readSync(pack, chunk, 0, Math.min(CHUNK, end - offset), offset);
    }
    const entry = parseEntry(chunk, offset - chunkStart, index.hashSize);
    if (entry === undefined || offset + entry.body > chunkEnd) continue;
    types[number] = entry.type;
    if (entry.type === OFS_DELTA) bases[number] = search(offsets, offset - entry.distance, number);
    if (entry.type !== REF_DELTA) continue;
    const at = offset - chunkStart + entry.body;
    const name = chunk.subarray(at - index.hashSize, at);
    bases[number] = byName(name);
    if (bases[number] === -1) foreign.set(number, name.toString('hex'));
  }
  return { offsets, end, order, types, bases, foreign };
}

function checkedEnd(index: PackIndex, pack: number): number {
  const head = Buffer.alloc(PACK_HEADER);
  readSync(pack, head, 0, PACK_HEADER, 0);
  const version = head.readUInt32BE(4);
  if (head.toString('latin1', 0, 4) !== 'PACK' || (version !== 2 && version !== 3)) {
    throw new Error(`${index.packPath} is no pack that we know`);
  }
  if (head.readUInt32BE(8) !== index.count)
    throw new Error(`${index.packPath} and its index differ in the number of objects`);
  return fstatSync(pack).size - index.hashSize;
}

function inPackOrder(byName: Float64Array): { offsets: Float64Array; order: Uint32Array } {
  // No entry is shorter than 8 bytes (a zlib stream alone takes that), so eighths tell entries apart, up to 32 GiB.
  const eighths = new Uint32Array(byName.length);
  let largest = 0;
  for (let n = 0; n < byName.length; n++) {
    const offset = byName[n] ?? 0;
    eighths[n] = Math.floor(offset / 8);
    if (offset > largest) largest = offset;
  }
  const order = largest < 2 ** 35 ? radixOrder(eighths) : slowOrder(byName);
  return { offsets: pick(byName, order), order };
}

const DIGIT_BITS = 11;

/** Positions of the keys in ascending order: three rounds of counting, eleven bits each. */
function radixOrder(keys: Uint32Array): Uint32Array {
  let order = new Uint32Array(keys.length);
  for (let n = 0; n < keys.length; n++) order[n] = n;
  let next = new Uint32Array(keys.length);
  for (let shift = 0; shift < 32; shift += DIGIT_BITS) {
    const starts = new Uint32Array((1 << DIGIT_BITS) + 1);
    const digitOf = (n: number): number => ((keys[n] ?? 0) >>> shift) & ((1 << DIGIT_BITS) - 1);
    for (let n = 0; n < keys.length; n++) starts[digitOf(n) + 1] = (starts[digitOf(n) + 1] ?? 0) + 1;
    for (let digit = 0; digit < 1 << DIGIT_BITS; digit++) {
      starts[digit + 1] = (starts[digit + 1] ?? 0) + (starts[digit] ?? 0);
    }
    for (let place = 0; place < order.length; place++) {
      const n = order[place] ?? 0;
      const digit = digitOf(n);
      const to = starts[digit] ?? 0;
      starts[digit] = to + 1;
      next[to] = n;
    }
    [order, next] = [next, order];
  }
  return order;
}

function slowOrder(byName: Float64Array): Uint32Array {
  return Uint32Array.from(byName.keys()).sort((a, b) => (byName[a] ?? 0) - (byName[b] ?? 0));
}

function pick(values: Float64Array, numbers: Uint32Array): Float64Array {
  const picked = new Float64Array(numbers.length);
  for (let k = 0; k < numbers.length; k++) picked[k] = values[numbers[k] ?? 0] ?? 0;
  return picked;
}

function checkOffsets(index: PackIndex, offsets: Float64Array, end: number): void {
  let before = PACK_HEADER - 1;
  for (const offset of offsets) {
    if (offset <= before || offset >= end)
      throw new Error(`${index.path} has an offset that no entry can have: ${offset}`);
    before = offset;
  }
}

/** Number of the entry at exactly this offset, which must come before `limit`; -1 when there is none. */
function search(offsets: Float64Array, offset: number, limit: number): number {
  let low = 0;
  let high = limit - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const found = offsets[middle] ?? 0;
    if (found === offset) return middle;
    if (found < offset) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** REF_DELTA is rare, so the table of names is read only when one turns up. */
function createNameLookup(index: PackIndex, order: Uint32Array): (hash: Uint8Array) => number {
  let names: Buffer | undefined;
  let numbers: Uint32Array | undefined;
  return (hash) => {
    names ??= index.names();
    numbers ??= inverse(order);
    let low = 0;
    let high = index.count - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const at = middle * index.hashSize;
      const compared = names.compare(hash, 0, hash.length, at, at + index.hashSize);
      if (compared === 0) return numbers[middle] ?? -1;
      if (compared < 0) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  };
}

function inverse(order: Uint32Array): Uint32Array {
  const numbers = new Uint32Array(order.length);
  order.forEach((n, number) => {
    numbers[n] = number;
  });
  return numbers;
}
