// Canonical Huffman codes of RFC 1951 as lookup tables.
import { CODES, LENGTHS, REVERSED, SCRATCH, TEMPLATES } from './memory.as';

// A code is: u16 counts[16], u16 symbols[288], u32 table[1024]. A table entry is
// value << 16 | kind << 8 | extra bits << 4 | code length; 0 means "longer than TABLE_BITS, or no such code".
export const SYMBOLS: i32 = 32;
export const TABLE: i32 = 640;
export const CODE_SIZE: i32 = TABLE + 4096;
export const TABLE_BITS: i32 = 10;
export const TABLE_MASK: u64 = 1023;

export const LITERALS: i32 = CODES;
export const DISTANCES: i32 = CODES + CODE_SIZE;
export const FIXED_LITERALS: i32 = CODES + 2 * CODE_SIZE;
export const FIXED_DISTANCES: i32 = CODES + 3 * CODE_SIZE;

// Entries without their code length, by symbol.
export const LITERAL_TEMPLATES: i32 = TEMPLATES;
export const DISTANCE_TEMPLATES: i32 = TEMPLATES + 288 * 4;
export const PLAIN_TEMPLATES: i32 = DISTANCE_TEMPLATES + 32 * 4;

export const LENGTH: u32 = 1 << 8;
export const END: u32 = 2 << 8;
export const INVALID: u32 = 3 << 8;

export function initHuffman(): void {
  for (let i = 0; i < 1024; i++) {
    let reversed = 0;
    for (let k = 0; k < TABLE_BITS; k++) reversed |= ((i >> k) & 1) << (TABLE_BITS - 1 - k);
    store<u16>(REVERSED + (i << 1), reversed);
  }
  for (let i = 0; i < 256; i++) store<u32>(LITERAL_TEMPLATES + (i << 2), <u32>i << 16);
  store<u32>(LITERAL_TEMPLATES + (256 << 2), END);
  // RFC 1951, 3.2.5: four symbols per number of extra bits, but the first eight have none and 285 is 258 alone.
  let base: u32 = 3;
  for (let i = 0; i < 28; i++) {
    const extra: u32 = i < 8 ? 0 : (i >> 2) - 1;
    store<u32>(LITERAL_TEMPLATES + ((257 + i) << 2), (base << 16) | LENGTH | (extra << 4));
    base += 1 << extra;
  }
  store<u32>(LITERAL_TEMPLATES + (285 << 2), (258 << 16) | LENGTH);
  store<u32>(LITERAL_TEMPLATES + (286 << 2), INVALID);
  store<u32>(LITERAL_TEMPLATES + (287 << 2), INVALID);
  base = 1;
  for (let i = 0; i < 30; i++) {
    const extra: u32 = i < 4 ? 0 : (i >> 1) - 1;
    store<u32>(DISTANCE_TEMPLATES + (i << 2), (base << 16) | (extra << 4));
    base += 1 << extra;
  }
  store<u32>(DISTANCE_TEMPLATES + (30 << 2), INVALID);
  store<u32>(DISTANCE_TEMPLATES + (31 << 2), INVALID);
  for (let i = 0; i < 19; i++) store<u32>(PLAIN_TEMPLATES + (i << 2), <u32>i << 16);
  memory.fill(LENGTHS, 8, 144);
  memory.fill(LENGTHS + 144, 9, 112);
  memory.fill(LENGTHS + 256, 7, 24);
  memory.fill(LENGTHS + 280, 8, 8);
  buildCode(FIXED_LITERALS, LENGTHS, 288, LITERAL_TEMPLATES);
  memory.fill(LENGTHS, 5, 32);
  buildCode(FIXED_DISTANCES, LENGTHS, 32, DISTANCE_TEMPLATES);
}

/** Inflates the zlib stream in [from, fromEnd) to `to`, at most up to `limit`. Gives the end of the output or -1. */
/** Canonical Huffman code from code lengths. False when more codes are given than fit. */
export function buildCode(code: i32, lengths: i32, n: i32, templates: i32): bool {
  memory.fill(code, 0, SYMBOLS);
  for (let i = 0; i < n; i++) {
    const slot = code + (<i32>load<u8>(lengths + i) << 1);
    store<u16>(slot, load<u16>(slot) + 1);
  }
  store<u16>(code, 0);
  let left = 1;
  let next = 0;
  let offset = 0;
  for (let length = 1; length < 16; length++) {
    const amount = <i32>load<u16>(code + (length << 1));
    left = (left << 1) - amount;
    if (left < 0) return false;
    next <<= 1;
    store<i32>(SCRATCH + (length << 3), next);
    store<i32>(SCRATCH + (length << 3), offset, 4);
    next += amount;
    offset += amount;
  }
  memory.fill(code + TABLE, 0, 4096);
  for (let symbol = 0; symbol < n; symbol++) {
    const length = <i32>load<u8>(lengths + symbol);
    if (length != 0) addSymbol(code, symbol, length, load<u32>(templates + (symbol << 2)));
  }
  return true;
}

@inline
function addSymbol(code: i32, symbol: i32, length: i32, template: u32): void {
  const slot = SCRATCH + (length << 3);
  const value = load<i32>(slot);
  store<i32>(slot, value + 1);
  const offset = load<i32>(slot, 4);
  store<i32>(slot, offset + 1, 4);
  store<u16>(code + SYMBOLS + (offset << 1), symbol);
  if (length > TABLE_BITS) return;
  const entry = template | <u32>length;
  for (let k = <i32>load<u16>(REVERSED + (value << 1)) >> (TABLE_BITS - length); k < 1024; k += 1 << length) {
    store<u32>(code + TABLE + (k << 2), entry);
  }
}

/** Bit by bit, for codes longer than TABLE_BITS. Gives the entry or 0. */
export function longCode(code: i32, templates: i32, ahead: u64): u32 {
  let value = 0;
  let first = 0;
  let index = 0;
  for (let length = 1; length < 16; length++) {
    value |= <i32>(ahead & 1);
    ahead >>= 1;
    const amount = <i32>load<u16>(code + (length << 1));
    if (value - amount < first) {
      const symbol = <i32>load<u16>(code + SYMBOLS + ((index + value - first) << 1));
      return load<u32>(templates + (symbol << 2)) | <u32>length;
    }
    index += amount;
    first = (first + amount) << 1;
    value <<= 1;
  }
  return 0;
}
