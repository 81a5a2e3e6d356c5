// Git's delta format (Documentation/gitformat-pack: "Deltified representation"), applied with every bound checked.
import { SLACK, WINDOWS, WINDOWS_END } from './memory.as';

/** Sizes named in the head of the last delta; -1 when they do not fit. */
export let baseSize: i32 = 0;
export let resultSize: i32 = 0;
/** Windows at WINDOWS after `applyDelta`: start, end, and where in the base the bytes behind the end come from. */
export let windowCount: i32 = 0;

let head: i32 = 0;

/** Reads the two sizes; gives the address of the first instruction or -1. */
export function readSizes(delta: i32, deltaEnd: i32): i32 {
  head = delta;
  baseSize = readSize(deltaEnd);
  resultSize = readSize(deltaEnd);
  return baseSize < 0 || resultSize < 0 ? -1 : head;
}

function readSize(end: i32): i32 {
  let size = 0;
  for (let shift = 0; shift < 28; shift += 7) {
    if (head >= end) return -1;
    const byte = <i32>load<u8>(head++);
    size |= (byte & 127) << shift;
    if (byte < 128) return size;
  }
  return -1;
}

// The windows of change: where the result differs from the base, widened to the front so that every keyword
// that the filter may see otherwise starts inside. `windowStart` and `windowEnd` are the one being grown,
// and what follows it is copied from `windowBase`; it is stored when the next change lies beyond it.
let windowStart: i32 = -1;
let windowEnd: i32 = -1;
let windowBase: i32 = 0;
let windowSlot: i32 = 0;

/**
 * Applies the delta to [base, baseEnd) and writes the result to `to`; the caller has
 * checked baseSize and that resultSize fits. Copies and inserts may write up to 15 bytes
 * too many, into SLACK. Gives false for a delta that breaks its bounds.
 */
export function applyDelta(delta: i32, deltaEnd: i32, base: i32, baseEnd: i32, to: i32, ahead: i32): bool {
  let at = readSizes(delta, deltaEnd);
  if (at < 0) return false;
  const end = to + resultSize;
  let out = to;
  let copied = base; // where a copy would go on from the one before without a seam
  windowStart = -1;
  windowEnd = -1;
  windowSlot = WINDOWS;
  while (at < deltaEnd) {
    const op = <i32>load<u8>(at++);
    if (op & 128) {
      let offset: u32 = 0;
      let size: i32 = 0;
      if (op & 1) offset = <u32>load<u8>(at++);
      if (op & 2) offset |= <u32>load<u8>(at++) << 8;
      if (op & 4) offset |= <u32>load<u8>(at++) << 16;
      if (op & 8) offset |= <u32>load<u8>(at++) << 24;
      if (op & 16) size = <i32>load<u8>(at++);
      if (op & 32) size |= <i32>load<u8>(at++) << 8;
      if (op & 64) size |= <i32>load<u8>(at++) << 16;
      if (size == 0) size = 0x10000;
      if (at > deltaEnd || size > end - out || <u64>offset + <u64>size > <u64>(baseEnd - base)) return false;
      const from = base + <i32>offset;
      if (copied != from) changed(max(out - ahead, to), out, from);
      copied = from + size;
      copyBytes(out, from, size);
      out += size;
    } else {
      if (op == 0 || op > deltaEnd - at || op > end - out) return false;
      changed(max(out - ahead, to), out + op, baseEnd);
      copyBytes(out, at, op);
      at += op;
      out += op;
      copied = -1;
    }
  }
  if (out != end) return false;
  if (copied != baseEnd) changed(max(end - ahead, to), end, baseEnd); // the base's tail was cut, or something new stands at the end
  if (windowEnd >= 0) storeWindow();
  windowCount = (windowSlot - WINDOWS) / 12;
  memory.fill(end, 0, SLACK);
  return true;
}

@inline
function copyBytes(to: i32, from: i32, size: i32): void {
  if (size > 256) {
    memory.copy(to, from, size);
    return;
  }
  const end = to + size;
  while (to < end) {
    v128.store(to, v128.load(from));
    to += 16;
    from += 16;
  }
}

@inline
function changed(start: i32, end: i32, base: i32): void {
  if (windowEnd < start && windowSlot < WINDOWS_END - 12) {
    if (windowEnd >= 0) storeWindow();
    windowStart = start;
  }
  // Else it touches the open window, or there is no room for another: one longer window is as right as two.
  windowEnd = end;
  windowBase = base;
}

function storeWindow(): void {
  store<i32>(windowSlot, windowStart);
  store<i32>(windowSlot, windowEnd, 4);
  store<i32>(windowSlot, windowBase, 8);
  windowSlot += 12;
}
