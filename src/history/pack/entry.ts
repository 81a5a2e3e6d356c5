/** Object types in a pack (gitformat-pack: "object types"). */
export const COMMIT = 1;
export const TREE = 2;
export const BLOB = 3;
export const TAG = 4;
export const OFS_DELTA = 6;
export const REF_DELTA = 7;

/** Bytes that the longest entry header can take: a 64-bit size, and a 32-byte hash or a 64-bit distance. */
export const LONGEST_HEADER = 48;

export interface Entry {
  readonly type: number;
  /** Inflated. */
  readonly size: number;
  /** Where the zlib stream starts, counted from the entry's first byte. */
  readonly body: number;
  /** How far before this entry the base lies; for OFS_DELTA. */
  readonly distance: number;
}

/** Reads the header of the entry whose first byte is `bytes[at]`. Undefined when it is malformed. */
export function parseEntry(bytes: Uint8Array, at: number, hashSize: number): Entry | undefined {
  let next = at;
  let byte = bytes[next++] ?? 0;
  const type = (byte >> 4) & 7;
  let size = byte & 15;
  for (let scale = 16; byte & 128; scale *= 128) {
    if (next - at > 9) return undefined;
    byte = bytes[next++] ?? 0;
    size += (byte & 127) * scale;
  }
  let distance = 0;
  if (type === OFS_DELTA) {
    byte = bytes[next++] ?? 0;
    distance = byte & 127;
    for (let length = 1; byte & 128; length++) {
      if (length > 8) return undefined;
      byte = bytes[next++] ?? 0;
      distance = (distance + 1) * 128 + (byte & 127);
    }
  } else if (type === REF_DELTA) {
    next += hashSize;
  } else if (type < COMMIT || type > TAG) {
    return undefined;
  }
  return { type, size, body: next - at, distance };
}
