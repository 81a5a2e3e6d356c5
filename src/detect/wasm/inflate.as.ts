// RFC 1950 and RFC 1951. Every length and distance is checked against the given limits; a
// stream that breaks the format, or whose checksum is wrong, gives -1.
import { adler32 } from './adler.as';
import {
  DISTANCES,
  DISTANCE_TEMPLATES,
  END,
  FIXED_DISTANCES,
  FIXED_LITERALS,
  INVALID,
  LITERALS,
  LITERAL_TEMPLATES,
  PLAIN_TEMPLATES,
  TABLE,
  TABLE_MASK,
  buildCode,
  longCode,
} from './huffman.as';
import { LENGTHS } from './memory.as';

// The bit reader: `bits` holds the next `count` bits, lowest first; `input` is the next byte to take in.
let bits: u64 = 0;
let count: i32 = 0;
let input: i32 = 0;
let inputLimit: i32 = 0;

export function inflate(from: i32, fromEnd: i32, to: i32, limit: i32): i32 {
  if (fromEnd - from < 6) return -1;
  const head = (<u32>load<u8>(from) << 8) | <u32>load<u8>(from + 1);
  if ((head & 0xf00) != 0x800 || (head & 0x20) != 0 || head % 31 != 0) return -1;
  input = from + 2;
  inputLimit = fromEnd + 8; // the reader takes in up to 8 bytes more than it uses
  bits = 0;
  count = 0;
  let out = to;
  let last: i32;
  do {
    if (!refill()) return -1;
    last = take(1);
    const type = take(2);
    if (type == 0) out = storedBlock(out, limit, fromEnd);
    else if (type == 1) out = codedBlock(to, out, limit, FIXED_LITERALS, FIXED_DISTANCES);
    else if (type == 2) out = readCodes() ? codedBlock(to, out, limit, LITERALS, DISTANCES) : -1;
    else return -1;
    if (out < 0) return -1;
  } while (!last);
  const end = input - (count >> 3);
  return end <= fromEnd - 4 && bswap(load<u32>(end)) == adler32(to, out) ? out : -1;
}

function refill(): bool {
  if (input > inputLimit) return false;
  bits |= load<u64>(input) << <u64>count;
  input += (63 - count) >> 3;
  count |= 56;
  return true;
}

@inline
function take(n: i32): i32 {
  const value = <i32>(bits & ((<u64>1 << <u64>n) - 1));
  bits >>= <u64>n;
  count -= n;
  return value;
}

function storedBlock(out: i32, limit: i32, fromEnd: i32): i32 {
  take(count & 7);
  const length = take(16);
  const complement = take(16);
  const start = input - (count >> 3);
  if ((length ^ complement) != 0xffff || length > fromEnd - start || length > limit - out) return -1;
  memory.copy(out, start, length);
  input = start + length;
  bits = 0;
  count = 0;
  return out + length;
}

/** RFC 1951, 3.2.7: the two code-length sequences, themselves Huffman-coded, then both codes. */
function readCodes(): bool {
  const literals = take(5) + 257;
  const distances = take(5) + 1;
  const lengthCodes = take(4) + 4;
  if (literals > 286 || distances > 30) return false;
  memory.fill(LENGTHS, 0, 19);
  for (let i = 0; i < lengthCodes; i++) {
    if (count < 3 && !refill()) return false;
    store<u8>(LENGTHS + codeLengthSymbol(i), take(3));
  }
  if (!buildCode(LITERALS, LENGTHS, 19, PLAIN_TEMPLATES)) return false;
  const total = literals + distances;
  const lengths = LENGTHS + 32;
  let at = 0;
  while (at < total) {
    if (!refill()) return false;
    const entry = load<u32>(LITERALS + TABLE + (<i32>(bits & TABLE_MASK) << 2));
    if (entry == 0) return false;
    take(entry & 15);
    const symbol = entry >> 16;
    if (symbol < 16) {
      store<u8>(lengths + at++, symbol);
      continue;
    }
    const repeats = symbol == 16 ? 3 + take(2) : symbol == 17 ? 3 + take(3) : 11 + take(7);
    if (at + repeats > total || (symbol == 16 && at == 0)) return false;
    memory.fill(lengths + at, symbol == 16 ? load<u8>(lengths + at - 1) : 0, repeats);
    at += repeats;
  }
  return buildCode(DISTANCES, lengths + literals, distances, DISTANCE_TEMPLATES) && buildCode(LITERALS, lengths, literals, LITERAL_TEMPLATES);
}

/** The order in which code lengths are sent: 16, 17, 18, 0, 8, 7, 9, 6, … 1, 15. */
function codeLengthSymbol(i: i32): i32 {
  if (i < 3) return 16 + i;
  if (i == 3) return 0;
  return i & 1 ? 8 - ((i - 3) >> 1) : 8 + ((i - 4) >> 1);
}

/**
 * Literals and matches up to the end-of-block symbol. The bit reader lives in locals here: that is what makes it fast.
 */
function codedBlock(start: i32, from: i32, limit: i32, literals: i32, distances: i32): i32 {
  let ahead = bits;
  let have = count;
  let at = input;
  const atLimit = inputLimit;
  let out = from;
  while (true) {
    if (at > atLimit) return -1;
    ahead |= load<u64>(at) << <u64>have;
    at += (63 - have) >> 3;
    have |= 56;
    let entry = load<u32>(literals + TABLE + (<i32>(ahead & TABLE_MASK) << 2));
    if (entry == 0) entry = longCode(literals, LITERAL_TEMPLATES, ahead);
    if (entry == 0 || out >= limit) {
      if ((entry & 0xf00) != END) return -1;
    }
    ahead >>= <u64>(entry & 15);
    have -= entry & 15;
    let kind = entry & 0xf00;
    if (kind == 0) {
      store<u8>(out++, entry >> 16);
      // Up to two more literals fit into the bits at hand: 3 * 15 <= 56. They may touch SLACK, never more.
      entry = load<u32>(literals + TABLE + (<i32>(ahead & TABLE_MASK) << 2));
      if ((entry & 0xf00) != 0 || entry == 0 || out >= limit) continue;
      ahead >>= <u64>(entry & 15);
      have -= entry & 15;
      store<u8>(out++, entry >> 16);
      entry = load<u32>(literals + TABLE + (<i32>(ahead & TABLE_MASK) << 2));
      if ((entry & 0xf00) != 0 || entry == 0 || out >= limit) continue;
      ahead >>= <u64>(entry & 15);
      have -= entry & 15;
      store<u8>(out++, entry >> 16);
      continue;
    }
    if (kind == END) break;
    if (kind == INVALID) return -1;
    let extra = <u64>((entry >> 4) & 15);
    const length = <i32>(entry >> 16) + <i32>(ahead & ((<u64>1 << extra) - 1));
    ahead >>= extra;
    have -= <i32>extra;
    // 15 + 5 bits are used at most, 15 + 13 are needed: 56 hold both.
    entry = load<u32>(distances + TABLE + (<i32>(ahead & TABLE_MASK) << 2));
    if (entry == 0) entry = longCode(distances, DISTANCE_TEMPLATES, ahead);
    if (entry == 0 || (entry & 0xf00) != 0) return -1;
    ahead >>= <u64>(entry & 15);
    have -= entry & 15;
    extra = <u64>((entry >> 4) & 15);
    const distance = <i32>(entry >> 16) + <i32>(ahead & ((<u64>1 << extra) - 1));
    ahead >>= extra;
    have -= <i32>extra;
    if (distance > out - start || length > limit - out) return -1;
    out = copyMatch(out, distance, length);
  }
  bits = ahead;
  count = have;
  input = at;
  return out;
}

/** Copies 8 bytes at a time where the match does not feed on itself; writes up to 7 bytes too many, into SLACK. */
@inline
function copyMatch(out: i32, distance: i32, length: i32): i32 {
  let from = out - distance;
  const end = out + length;
  if (distance >= 8) {
    do {
      store<u64>(out, load<u64>(from));
      out += 8;
      from += 8;
    } while (out < end);
  } else {
    do {
      store<u8>(out++, load<u8>(from++));
    } while (out < end);
  }
  return end;
}
