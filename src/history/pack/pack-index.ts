import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/**
 * A pack index, version 2 (gitformat-pack: "Version 2 pack-*.idx files"). Read by position:
 * only the fan-out stays in memory.
 */
export interface PackIndex {
  readonly path: string;
  readonly packPath: string;
  readonly count: number;
  readonly hashSize: number;
  /** Offset in the pack of the object with this hash. */
  find(hash: Uint8Array): number | undefined;
  /** Hash, hexadecimal, of the n-th object by name. */
  nameAt(n: number): string;
  /**
   * The hashes from the `from`-th to before the `to`-th by name, one after another; all of them unless told otherwise.
   */
  names(from?: number, to?: number): Buffer;
  /** Offsets in the order of names. */
  offsets(): Float64Array<ArrayBuffer>;
  [Symbol.dispose](): void;
}

const HEADER = 8;
const FAN_OUT = 256 * 4;
const MAGIC = 0xff744f63;

export function openPackIndex(path: string, hashSize: number): PackIndex {
  const file = openSync(path, 'r');
  try {
    return readIndex(path, file, hashSize);
  } catch (error) {
    closeSync(file);
    throw error;
  }
}

function readIndex(path: string, file: number, hashSize: number): PackIndex {
  const { size } = fstatSync(file);
  const read = (length: number, position: number): Buffer => {
    const bytes = Buffer.allocUnsafe(length);
    let have = 0;
    while (have < length) {
      const got = readSync(file, bytes, have, Math.min(length - have, 1 << 28), position + have);
      if (got === 0) throw new Error(`${path} is cut off`);
      have += got;
    }
    return bytes;
  };
  const head = read(HEADER + FAN_OUT, 0);
  if (head.readUInt32BE(0) !== MAGIC || head.readUInt32BE(4) !== 2) throw new Error(`${path} is no index of version 2`);
  const fanOut = (byte: number): number => (byte < 0 ? 0 : head.readUInt32BE(HEADER + byte * 4));
  for (let byte = 0; byte < 256; byte++) {
    if (fanOut(byte) < fanOut(byte - 1)) throw new Error(`${path} has a fan-out table that goes backwards`);
  }
  const count = fanOut(255);
  const namesAt = HEADER + FAN_OUT;
  const offsetsAt = namesAt + count * (hashSize + 4);
  const bigAt = offsetsAt + count * 4;
  if (bigAt + 2 * hashSize > size) throw new Error(`${path} is too short for its ${count} objects`);
  const bigCount = Math.floor((size - 2 * hashSize - bigAt) / 8);

  /** A set top bit makes a four-byte offset the number of an eight-byte one. */
  const wide = (offset: number, bigOffset: (n: number) => number): number => {
    if (offset < 0x80000000) return offset;
    if (offset - 0x80000000 >= bigCount) throw new Error(`${path} points outside its table of long offsets`);
    return bigOffset(offset - 0x80000000);
  };

  return {
    path,
    packPath: path.replace(/idx$/, 'pack'),
    count,
    hashSize,
    find(hash) {
      const first = hash[0] ?? 0;
      let low = fanOut(first - 1);
      let high = fanOut(first) - 1;
      while (low <= high) {
        const middle = (low + high) >>> 1;
        const order = read(hashSize, namesAt + middle * hashSize).compare(hash);
        if (order === 0) {
          const offset = read(4, offsetsAt + middle * 4).readUInt32BE(0);
          return wide(offset, (n) => Number(read(8, bigAt + n * 8).readBigUInt64BE(0)));
        }
        if (order < 0) low = middle + 1;
        else high = middle - 1;
      }
      return undefined;
    },
    nameAt: (n) => read(hashSize, namesAt + n * hashSize).toString('hex'),
    names: (from = 0, to = count) => read((to - from) * hashSize, namesAt + from * hashSize),
    offsets() {
      const small = read(count * 4, offsetsAt);
      const big = read(bigCount * 8, bigAt);
      const offsets = new Float64Array(count);
      const long = (n: number): number => Number(big.readBigUInt64BE(n * 8));
      for (let n = 0; n < count; n++) offsets[n] = wide(small.readUInt32BE(n * 4), long);
      return offsets;
    },
    [Symbol.dispose]: () => closeSync(file),
  };
}
