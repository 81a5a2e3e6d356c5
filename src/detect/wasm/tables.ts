import { CLASSES, classOf, type Fingerprint, planFingerprints } from './plan.ts';

/**
 * What the filter in core.wasm reads: see memory.as.ts for the layouts. Plain bytes, so that workers can share them.
 */
export interface FilterTables {
  readonly masks: Uint8Array;
  readonly classes: Uint8Array;
  readonly heads: Uint8Array;
  readonly entries: Uint8Array;
  readonly fingerprints: Uint8Array;
  /** Farthest that a fingerprint lies behind its keyword's start. */
  readonly spread: number;
  /** Most keywords that can start at fingerprints of one position. */
  readonly crowd: number;
}

/** Keywords are lower-case latin1 of 3 to 255 bytes. A gated one is only reported where an assignment follows. */
export function filterTables(keywords: readonly string[], gated: readonly boolean[] = []): FilterTables {
  const words = keywords.map((keyword) => Buffer.from(keyword, 'latin1'));
  for (const word of words) {
    if (word.length < 3 || word.length > 255) throw new RangeError('a keyword has 3 to 255 bytes');
  }
  const plan = planFingerprints(words);
  const chains = chainEntries(words, plan, gated);
  return {
    masks: masksOf(words, plan),
    classes: ASSIGNMENT_CLASSES,
    heads: chains.heads,
    entries: chains.entries,
    fingerprints: fingerprintBitmap(words, plan),
    spread: Math.max(0, ...plan.map(({ offset }) => offset)),
    crowd: chains.longest,
  };
}

/** Per fingerprint byte a table by class (see classOf): a bit for each bucket that takes the class. */
function masksOf(words: readonly Uint8Array[], plan: readonly Fingerprint[]): Uint8Array {
  const masks = new Uint8Array(4 * CLASSES);
  plan.forEach(({ bucket, offset, length }, index) => {
    for (let place = 0; place < 4; place++) {
      const table = masks.subarray(place * CLASSES, (place + 1) * CLASSES);
      const at = classOf(words[index]?.[offset + place] ?? 0);
      if (place < length) table[at] = (table[at] ?? 0) | (1 << bucket);
      else for (const any of table.keys()) table[any] = (table[any] ?? 0) | (1 << bucket);
    }
  });
  return masks;
}

const UNIT = 8;
const SLOTS = 4096;

/** Linked entries behind two hash tables: one for four-byte fingerprints, one for three-byte ones. */
function chainEntries(words: readonly Uint8Array[], plan: readonly Fingerprint[], gated: readonly boolean[]) {
  const heads = new Uint16Array(2 * SLOTS);
  const lengths = new Uint16Array(2 * SLOTS);
  const chunks: Uint8Array[] = [new Uint8Array(UNIT)]; // number 0 ends a chain
  let next = 1;
  words.forEach((word, index) => {
    const { offset, length } = plan[index] ?? { offset: 0, length: 3 };
    const slot = (length === 4 ? 0 : SLOTS) + (hash(foldedKey(word, offset, length)) >>> 20);
    const entry = Buffer.alloc(Math.ceil((UNIT + word.length) / UNIT) * UNIT);
    entry.writeUInt16LE(heads[slot] ?? 0, 0);
    entry.writeUInt16LE(index, 2);
    entry.set([word.length, offset, gated[index] ? 1 : 0], 4);
    entry.set(word, UNIT);
    heads[slot] = next;
    lengths[slot] = (lengths[slot] ?? 0) + 1;
    next += entry.length / UNIT;
    chunks.push(entry);
  });
  const entries = new Uint8Array(Buffer.concat(chunks));
  const longest = Math.max(...lengths.subarray(0, SLOTS)) + Math.max(...lengths.subarray(SLOTS));
  return { heads: new Uint8Array(heads.buffer), entries, longest };
}

function fingerprintBitmap(words: readonly Uint8Array[], plan: readonly Fingerprint[]): Uint8Array {
  const bitmap = new Uint8Array(1 << 15);
  plan.forEach(({ offset, length }, index) => {
    const key = foldedKey(words[index] ?? new Uint8Array(), offset, length);
    const at = hash(key) >>> 17;
    bitmap[at] = (bitmap[at] ?? 0) | (length === 4 ? 1 : 2);
  });
  return bitmap;
}

function foldedKey(word: Uint8Array, offset: number, length: number): number {
  let key = 0;
  for (let place = 0; place < length; place++) key |= ((word[offset + place] ?? 0) | 32) << (8 * place);
  return key;
}

function hash(key: number): number {
  return Math.imul(key, 0x9e3779b1);
}

/**
 * REST 1, QUOTE 2, SPACE 4, SIGN 8: the sets of assignmentFollows (../assignment.ts); a test holds the two together.
 */
const ASSIGNMENT_CLASSES: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) => {
  const char = String.fromCharCode(byte);
  return (
    (/[\w.\- \t]/.test(char) ? 1 : 0) |
    (/["'`[\])\\\d]/.test(char) ? 2 : 0) |
    (/[ \t\r\n\v\f\xa0]/.test(char) ? 4 : 0) |
    (/[=:>,|?!<({vVa"'\\]/.test(char) ? 8 : 0)
  );
});
