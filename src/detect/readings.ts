import { better, type RawFinding } from './confirm.ts';
import { blank, narrow, standsInUtf16, type Utf16, waysToRead } from './utf16.ts';

/** A finding in the bytes as they are, or in one of the ways to read them as UTF-16. */
export interface ReadFinding extends RawFinding {
  /**
   * Then `start` is the low byte of its first character, and `end` is behind that of its last: the same in every way.
   */
  readonly way?: Utf16;
  /** The place of the way among the others; of equal findings the first one stays. */
  readonly turn?: number;
}

/** Looks for keywords in a text, of which one byte stands for `unit` bytes, and reports what it finds. */
export type Look = (text: Uint8Array, report: (found: RawFinding) => void, reading: Reading) => void;

interface Reading {
  readonly unit: 1 | 2;
  readonly turn: number;
}

/** What of the text in UTF-16 is blanked before the rest is looked at: an end of one encoding may touch the other. */
const BLANKED: readonly (readonly (1 | -1)[])[] = [[1], [-1], [-1, 1]];

/**
 * Looks at bytes that may hold UTF-16 in every way but as they are. `first`, which is even, is the offset
 * of the first of them; the texts are made in `into`, if there is one, which has room for as many.
 */
export function readAsUtf16(
  bytes: Uint8Array,
  { first, taken, into }: { readonly first: number; readonly taken: Utf16 | undefined; readonly into?: Uint8Array },
  look: Look,
): ReadFinding[] {
  const all: ReadFinding[] = [];
  let turn = 0;
  for (const way of waysToRead(taken)) {
    const text = narrow(bytes, way, into);
    const from = first + way.low;
    const nth = ++turn;
    const report = (found: RawFinding): void => {
      if (!standsInUtf16(text, found)) return;
      const place = { start: from + 2 * found.start, end: from + 2 * found.end - 1 };
      all.push({ ...found, ...place, way, turn: nth });
    };
    look(text, report, { unit: 2, turn });
  }
  for (const sides of BLANKED) {
    const text = into?.subarray(0, bytes.length) ?? new Uint8Array(bytes.length);
    text.set(bytes);
    for (const side of sides) blank(bytes, side, text);
    const nth = ++turn;
    const report = (found: RawFinding): void => {
      all.push({ ...found, start: first + found.start, end: first + found.end, turn: nth });
    };
    look(text, report, { unit: 1, turn });
  }
  return all;
}

/** The bytes that a finding takes, high ones too. */
export function spanOf({ start, end, way }: ReadFinding): { readonly start: number; readonly end: number } {
  if (way === undefined) return { start, end };
  return way.high > 0 ? { start, end: end + 1 } : { start: start - 1, end };
}

/**
 * Of overlapping findings the better one stays, so a specific rule beats the generic one;
 * the order of input does not matter.
 */
export function resolveOverlaps(found: readonly ReadFinding[]): ReadFinding[] {
  const sorted = [...found].sort(
    (a, b) => a.start - b.start || a.end - b.end || a.order - b.order || (a.turn ?? 0) - (b.turn ?? 0),
  );
  const kept: ReadFinding[] = [];
  for (const finding of sorted) {
    const last = kept.at(-1);
    if (last === undefined || finding.start >= last.end) kept.push(finding);
    else kept[kept.length - 1] = better(last, finding);
  }
  return kept;
}
