// The keyword filter. Three steps, none of which branches on a candidate: (1) 16 positions at a time, swizzles as
// 64-entry tables over four neighbouring bytes give the positions where a fingerprint may stand; (2) a hash of the
// three or four bytes against a bitmap; (3) the entries of that hash, compared byte by byte. The result is exact.
import { CANDIDATES, CLASSES, ENTRIES, FINGERPRINTS, HEADS, MASKS, SURVIVORS } from './memory.as';

const TILE: i32 = 4096;
const THREE_BYTES: i32 = 8192; // second table in HEADS
const HASH: u32 = 0x9e3779b1;

const ASCII: i8 = <i8>0x9f;
const ANY: i8 = 0x1f;

const GATED: u8 = 1;
const REST: u8 = 1;
const QUOTE: u8 = 2;
const SPACE: u8 = 4;
const SIGN: u8 = 8;

/** Where the last `filter` stopped: its end or later, or earlier when there was no more room for hits. */
export let resumeAt: i32 = 0;

/**
 * Writes (position, keyword) as pairs of u32 to `hits` for every keyword that starts in [start,
 * end) and lies in [low, high). `from` is `start`, or `resumeAt` to go on; `spread` is the
 * farthest that a fingerprint lies behind its keyword's start; `room` the most bytes one tile may
 * write. Reads up to 19 bytes past `high`. Gives the end of the pairs; they are not in order.
 */
export function filter(
  from: i32,
  start: i32,
  end: i32,
  low: i32,
  high: i32,
  spread: i32,
  hits: i32,
  hitsEnd: i32,
  room: i32,
): i32 {
  const last = min(end + spread, high);
  let out = hits;
  let at = from;
  while (at < last) {
    if (hitsEnd - out < room) break;
    const tileEnd = min(at + TILE, last);
    const survivors = survivingCandidates(at, tileEnd);
    for (let q = SURVIVORS; q < survivors; q += 4) {
      const position = load<i32>(q);
      const four = load<u32>(position) | 0x20202020;
      out = matches(position, HEADS + ((four * HASH) >>> 20 << 1), start, end, low, high, out);
      out = matches(position, HEADS + THREE_BYTES + (((four & 0xffffff) * HASH) >>> 20 << 1), start, end, low, high, out);
    }
    at = tileEnd;
  }
  resumeAt = at;
  return out;
}

@inline
function survivingCandidates(start: i32, end: i32): i32 {
  const candidates = possiblePositions(start, end);
  let out = SURVIVORS;
  for (let q = CANDIDATES; q < candidates; q += 4) {
    const position = load<i32>(q);
    store<i32>(out, position);
    const four = load<u32>(position) | 0x20202020;
    const isFour = load<u8>(FINGERPRINTS + <i32>((four * HASH) >>> 17)) & 1;
    const isThree = load<u8>(FINGERPRINTS + <i32>(((four & 0xffffff) * HASH) >>> 17)) >> 1;
    out += <i32>(isFour | isThree) << 2;
  }
  return out;
}

/**
 * Buckets that take each byte at the place whose tables start at `masks`. Four swizzles
 * make a table of 64: the low five bits index, bit 6 chooses between letters and the rest.
 * A swizzle gives 0 for indexes from 16 on, so with `kept` 0x9f bytes from 128 on get 0.
 */
@inline
function bucketsOf(bytes: v128, masks: i32, kept: i8): v128 {
  const low = v128.and(bytes, i8x16.splat(kept));
  const high = v128.xor(low, i8x16.splat(16));
  const letters = v128.or(i8x16.swizzle(v128.load(masks), low), i8x16.swizzle(v128.load(masks, 16), high));
  const others = v128.or(i8x16.swizzle(v128.load(masks, 32), low), i8x16.swizzle(v128.load(masks, 48), high));
  return v128.bitselect(letters, others, i8x16.shr_s(i8x16.shl(bytes, 1), 7));
}

@inline
function possiblePositions(start: i32, end: i32): i32 {
  const zero = i8x16.splat(0);
  let out = CANDIDATES;
  for (let at = start; at < end; at += 16) {
    let found = v128.and(bucketsOf(v128.load(at), MASKS, ASCII), bucketsOf(v128.load(at, 1), MASKS + 64, ASCII));
    found = v128.and(found, bucketsOf(v128.load(at, 2), MASKS + 128, ASCII));
    found = v128.and(found, bucketsOf(v128.load(at, 3), MASKS + 192, ANY)); // any byte may follow a three-byte keyword
    let mask = i8x16.bitmask(i8x16.ne(found, zero));
    const amount = popcnt(mask) << 2;
    // The first two are stored whether they exist or not; the end moves by what there was.
    store<i32>(out, at + ctz(mask));
    mask &= mask - 1;
    store<i32>(out, at + ctz(mask), 4);
    mask &= mask - 1;
    for (let slot = out + 8; mask; slot += 4, mask &= mask - 1) store<i32>(slot, at + ctz(mask));
    out += amount;
  }
  return out;
}

function matches(position: i32, head: i32, start: i32, end: i32, low: i32, high: i32, out: i32): i32 {
  for (let number = <i32>load<u16>(head); number != 0; ) {
    const entry = ENTRIES + (number << 3);
    number = <i32>load<u16>(entry);
    const length = <i32>load<u8>(entry, 4);
    const from = position - <i32>load<u8>(entry, 5);
    if (from < start || from >= end || from < low || from + length > high) continue;
    if (!equalFolded(from, entry + 8, length)) continue;
    if ((load<u8>(entry, 6) & GATED) && !assignmentFollows(from + length, high)) continue;
    store<u32>(out, from);
    store<u32>(out, <u32>load<u16>(entry, 2), 4);
    out += 8;
  }
  return out;
}

@inline
function equalFolded(text: i32, word: i32, length: i32): bool {
  for (let i = 0; i < length; i++) {
    const byte = <u32>load<u8>(text + i);
    if ((byte - 65 < 26 ? byte | 32 : byte) != <u32>load<u8>(word + i)) return false;
  }
  return true;
}

/** The same check as assignmentFollows in ../assignment.ts; a test holds the two together. */
@inline
function assignmentFollows(at: i32, high: i32): bool {
  at = skip(at, min(high, at + 80), REST);
  at = skip(at, min(high, at + 6), QUOTE);
  at = skip(at, min(high, at + 24), SPACE);
  return at < high && (load<u8>(CLASSES + <i32>load<u8>(at)) & SIGN) != 0;
}

@inline
function skip(at: i32, end: i32, set: u8): i32 {
  while (at < end && (load<u8>(CLASSES + <i32>load<u8>(at)) & set) != 0) at++;
  return at;
}
