// Git's tree objects: which trees, and which blobs of a chosen few, stand in one. Objects are numbered by
// a hash table over their names: the chosen blobs first, then trees in the order in which they turn up.
import { CHOSEN } from './memory.as';

/** Objects in the table. */
export let known: i32 = 0;

let names: i32 = 0; // by number, one after another
let most: i32 = 0;
let slots: i32 = 0; // number + 1, 0 is free
let slotMask: u32 = 0;
let hashSize: i32 = 0;
let chosen: i32 = 0; // numbers below are blobs

export const BROKEN: i32 = -1;
export const FULL: i32 = -2;

const CHOSEN_MASK: u32 = (1 << 20) - 1;

/** Names are spread evenly, or somebody has chosen them so that they are not. */
const MOST_PROBES: i32 = 1 << 14;

const FORMAT: i32 = 0xf000;
const DIRECTORY: i32 = 0x4000;
const FILE: i32 = 0x8000;
const LINK: i32 = 0xa000;

/**
 * Once: `room` names of `size` bytes at `namesAt`, `slotCount` (a power of two) slots at `slotsAt`, zeros all of them.
 */
export function openTable(namesAt: i32, room: i32, slotsAt: i32, slotCount: i32, size: i32): void {
  names = namesAt;
  most = room;
  slots = slotsAt;
  slotMask = slotCount - 1;
  hashSize = size;
}

/** Adds a blob that is looked for; all of them come before the first tree. */
export function choose(name: i32): i32 {
  const number = numberOf(name, true);
  const bit = load<u32>(name) & CHOSEN_MASK;
  const at = CHOSEN + <i32>(bit >> 3);
  store<u8>(at, load<u8>(at) | (1 << <u8>(bit & 7)));
  chosen = known;
  return number;
}

/**
 * The number of the name at this address; of a new one if it is to be added, else BROKEN; FULL when there is no room.
 */
export function numberOf(name: i32, add: bool): i32 {
  let slot = load<u32>(name) & slotMask;
  for (let probes = 0; probes < MOST_PROBES; probes++) {
    const number = load<i32>(slots + (slot << 2)) - 1;
    if (number < 0) return add ? addAt(slot, name) : BROKEN;
    if (isSame(names + number * hashSize, name)) return number;
    slot = (slot + 1) & slotMask;
  }
  return FULL;
}

function addAt(slot: u32, name: i32): i32 {
  if (known == most) return FULL;
  memory.copy(names + known * hashSize, name, hashSize);
  store<i32>(slots + (slot << 2), ++known);
  return known - 1;
}

@inline
function isSame(a: i32, b: i32): bool {
  if (v128.any_true(v128.xor(v128.load(a), v128.load(b)))) return false;
  return hashSize == 20
    ? load<u32>(a, 16) == load<u32>(b, 16)
    : !v128.any_true(v128.xor(v128.load(a, 16), v128.load(b, 16)));
}

/**
 * Writes the numbers of the trees and chosen blobs in the tree at [low, high) to `out`, in the tree's order:
 * at most one for 24 bytes. Gives the end of them, or BROKEN, or FULL. Reads up to 15 bytes past `high`.
 */
export function readTree(low: i32, high: i32, out: i32): i32 {
  let at = low;
  while (at < high) {
    let mode = 0;
    for (let digit = <u32>load<u8>(at) - 48; digit < 8; digit = <u32>load<u8>(++at) - 48) mode = (mode << 3) | <i32>digit;
    if (load<u8>(at) != 32) return BROKEN;
    const name = endOfPath(at + 1, high) + 1;
    at = name + hashSize;
    if (at > high) return BROKEN;
    const format = mode & FORMAT;
    if (format == DIRECTORY) {
      const number = numberOf(name, true);
      if (number < chosen) return number == FULL ? FULL : BROKEN;
      store<i32>(out, number);
      out += 4;
    } else if ((format == FILE || format == LINK) && mayBeChosen(name)) {
      const number = numberOf(name, false);
      if (number == FULL) return FULL;
      store<i32>(out, number);
      out += <i32>(number >= 0 && number < chosen) << 2;
    }
  }
  return out;
}

@inline
function mayBeChosen(name: i32): bool {
  const bit = load<u32>(name) & CHOSEN_MASK;
  return ((load<u8>(CHOSEN + <i32>(bit >> 3)) >> <u8>(bit & 7)) & 1) != 0;
}

/** Where the path's zero byte is, or `high`. */
@inline
function endOfPath(at: i32, high: i32): i32 {
  for (; at < high; at += 16) {
    const zeros = i8x16.bitmask(i8x16.eq(v128.load(at), i8x16.splat(0)));
    if (zeros) return min(at + ctz(zeros), high);
  }
  return high;
}
