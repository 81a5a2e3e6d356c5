// Fixed places in the module's one memory. The host fills the first five; core.ts reads
// their addresses from the exports.

/** Of the keyword filter: for each of four bytes a table of 64, the buckets that take the byte; letters first. */
export const MASKS: i32 = 0x400;
/** One byte per byte value: which sets of the assignment check it belongs to (REST | QUOTE | SPACE | SIGN). */
export const CLASSES: i32 = 0x800;
/** Two hash tables of 4096 u16 entry numbers: four-byte fingerprints, then three-byte ones. */
export const HEADS: i32 = 0x1000;
/**
 * Keyword entries, 8-byte units: u16 next, u16 keyword, u8 length, u8 fingerprint offset, u8 flags, u8 0, the bytes.
 */
export const ENTRIES: i32 = 0x5000;
export const ENTRIES_END: i32 = 0x18000;
/** One byte per 15-bit hash: 1 when a keyword has such a four-byte fingerprint, 2 for a three-byte one. */
export const FINGERPRINTS: i32 = 0x18000;

/** Candidate positions of one tile, before and after the fingerprint test. */
export const CANDIDATES: i32 = 0x20000;
export const SURVIVORS: i32 = 0x28000;

/** Huffman codes of the inflater (see inflate.as.ts) and its scratch space. */
export const CODES: i32 = 0x30000;
export const LENGTHS: i32 = 0x38000;
export const SCRATCH: i32 = 0x38400;
export const TEMPLATES: i32 = 0x38800;
export const REVERSED: i32 = 0x39800;

/** Pairs of i32: the stretches of a delta's result that have to be scanned. */
export const WINDOWS: i32 = 0x40000;
export const WINDOWS_END: i32 = 0x80000;

/** A bitmap over the first 20 bits of names: the blobs that are looked for in trees. */
export const CHOSEN: i32 = 0x80000;

/** First byte that belongs to the host. */
export const FREE: i32 = 0xa0000;

/** Bytes that loads and stores may run over the end of a region. The host leaves at least so many free. */
export const SLACK: i32 = 64;
