/** Of a hash, so many 32-bit words are kept: 128 bits are plenty to tell objects apart. */
const WORDS = 4;

/** A map from object hashes to numbers that takes 20 bytes an entry: histories have millions of blobs. */
export function createHashTable() {
  let capacity = 1 << 12;
  let keys = new Uint32Array(capacity * WORDS);
  let values = new Uint32Array(capacity); // 0 is "free": numbers are kept plus one
  let used = 0;
  const key = new Uint32Array(WORDS);

  return {
    /** Keeps the number for the hash whose hexadecimal digits start at `hex[at]`, in place of an earlier one. */
    set(hex: Uint8Array, at: number, value: number): void {
      readHash(key, hex, at);
      const slot = slotOf(key);
      if (values[slot] === 0) {
        keys.set(key, slot * WORDS);
        used++;
      }
      values[slot] = value + 1;
      if (used > capacity * 0.6) grow();
    },
    get(hex: string): number | undefined {
      readHash(key, Buffer.from(hex, 'latin1'), 0);
      const value = values[slotOf(key)] ?? 0;
      return value === 0 ? undefined : value - 1;
    },
  };

  function slotOf(wanted: Uint32Array): number {
    let slot = (wanted[0] ?? 0) & (capacity - 1);
    while (values[slot] !== 0 && !holds(slot, wanted)) slot = (slot + 1) & (capacity - 1);
    return slot;
  }

  function holds(slot: number, wanted: Uint32Array): boolean {
    for (let word = 0; word < WORDS; word++) if (keys[slot * WORDS + word] !== wanted[word]) return false;
    return true;
  }

  function grow(): void {
    const before = { keys, values };
    capacity *= 2;
    keys = new Uint32Array(capacity * WORDS);
    values = new Uint32Array(capacity);
    for (let slot = 0; slot < before.values.length; slot++) {
      const value = before.values[slot] ?? 0;
      if (value === 0) continue;
      const moved = before.keys.subarray(slot * WORDS, (slot + 1) * WORDS);
      const to = slotOf(moved);
      keys.set(moved, to * WORDS);
      values[to] = value;
    }
  }
}

function readHash(into: Uint32Array, hex: Uint8Array, at: number): void {
  for (let word = 0; word < WORDS; word++) {
    let value = 0;
    for (let digit = 0; digit < 8; digit++) value = (value << 4) | (DIGITS[hex[at + word * 8 + digit] ?? 0] ?? 0);
    into[word] = value;
  }
}

const DIGITS: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) => {
  const digit = '0123456789abcdef'.indexOf(String.fromCharCode(byte));
  return Math.max(0, digit);
});
