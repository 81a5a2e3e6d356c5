/** A set of byte values as 256 bits. */
export type Bytes = bigint;

export const NONE: Bytes = 0n;
export const ALL: Bytes = (1n << 256n) - 1n;

export function range(from: number, to: number): Bytes {
  return ((1n << BigInt(to - from + 1)) - 1n) << BigInt(from);
}

export function one(byte: number): Bytes {
  return 1n << BigInt(byte);
}

export function not(bytes: Bytes): Bytes {
  return ALL ^ bytes;
}

export function members(bytes: Bytes): number[] {
  return Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => (bytes >> BigInt(byte)) & 1n);
}

const UPPER = range(0x41, 0x5a);
const LOWER = range(0x61, 0x7a);

/** With both cases of every ASCII letter in it. */
export function folded(bytes: Bytes): Bytes {
  return bytes | ((bytes & UPPER) << 32n) | ((bytes & LOWER) >> 32n);
}

const DIGIT = range(0x30, 0x39);
const SPACE = one(0x20) | range(0x09, 0x0a) | range(0x0c, 0x0d);

/** As Go has them: ASCII only. */
export const CLASSES: Readonly<Record<string, Bytes>> = {
  d: DIGIT,
  D: not(DIGIT),
  s: SPACE,
  S: not(SPACE),
  w: DIGIT | UPPER | LOWER | one(0x5f),
  W: not(DIGIT | UPPER | LOWER | one(0x5f)),
};

/** `[[:alpha:]]` and its like. */
export const POSIX: Readonly<Record<string, Bytes>> = {
  alnum: DIGIT | UPPER | LOWER,
  alpha: UPPER | LOWER,
  ascii: range(0, 0x7f),
  blank: one(0x20) | one(0x09),
  cntrl: range(0, 0x1f) | one(0x7f),
  digit: DIGIT,
  graph: range(0x21, 0x7e),
  lower: LOWER,
  print: range(0x20, 0x7e),
  punct: range(0x21, 0x2f) | range(0x3a, 0x40) | range(0x5b, 0x60) | range(0x7b, 0x7e),
  space: SPACE | one(0x0b),
  upper: UPPER,
  word: DIGIT | UPPER | LOWER | one(0x5f),
  xdigit: DIGIT | range(0x41, 0x46) | range(0x61, 0x66),
};
