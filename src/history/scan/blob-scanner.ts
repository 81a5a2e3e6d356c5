import type { Confirmer, RawFinding } from '../../detect/confirm.ts';
import { resolveOverlaps } from '../../detect/detector.ts';
import { locate } from '../../detect/locate.ts';
import { narrow } from '../../detect/utf16.ts';
import type { Finding } from '../../model/finding.ts';
import { type Core, marginsOf, reaches } from '../core/core.ts';
import { copiedRuns, type Run } from '../core/delta-format.ts';
import type { Derived } from './forest-walk.ts';

/** A keyword in a blob that its descendants have to know: one with a finding, or one whose verdict reads far ahead. */
export interface Mark {
  readonly position: number;
  readonly keyword: number;
  readonly found: RawFinding | undefined;
}

export interface Scanned {
  /** Ascending by position. Undefined for a UTF-16 blob: what grows from it is scanned whole. */
  readonly marks: readonly Mark[] | undefined;
  readonly findings: readonly Finding[];
  /** The blob held more keywords than the limit; what came after it was not looked at. */
  readonly capped: boolean;
}

export type BlobScanner = ReturnType<typeof createBlobScanner>;

/** Keywords confirmed in one blob, as in detect/detector.ts. */
export const MOST_HITS = 2_000_000;

/**
 * Scans blobs that lie in the core's memory. The contract is exactness: `derived` gives what `whole` would give.
 *
 * Why it does: the verdict on a keyword depends on its margin of bytes alone (`Margins`). A keyword outside all windows has
 * an unchanged margin if it is short, so the base's verdict stands; a short one without a finding there has none here. Long
 * keywords outside the windows are all known from the base's marks: a verdict is taken over where its whole margin was
 * copied as one run, and made anew otherwise. Keywords inside a window are found and judged as if nobody knew the base.
 */
export function createBlobScanner(core: Core, confirmer: Confirmer, mostHits = MOST_HITS) {
  const { memory } = core;
  const { ahead, behind } = marginsOf(confirmer);
  const reach = reaches(confirmer);
  const lengths = confirmer.keywords.map((keyword) => keyword.length);
  const isLong = reach.map((bytes) => bytes > ahead);

  // State of the blob at hand, shared with `judge`, which the filter calls for every keyword.
  let low = 0;
  let high = 0;
  let bytes: Buffer | undefined;
  let marks: Mark[] = [];
  let hits = 0;

  const begin = (start: number, end: number): void => {
    low = start;
    high = end;
    bytes = undefined;
    marks = [];
    hits = 0;
  };
  const judge = (address: number, keyword: number): void => {
    if (hits++ >= mostHits) return;
    bytes ??= memory.subarray(low, high);
    const found = confirmer.confirm(bytes, address - low, keyword);
    if (found !== undefined || isLong[keyword]) marks.push({ position: address - low, keyword, found });
  };
  const end = (): Scanned => {
    const capped = hits > mostHits;
    if (marks.length === 0) return capped ? { ...NOTHING, capped } : NOTHING;
    marks.sort((a, b) => a.position - b.position || a.keyword - b.keyword);
    return { marks, findings: finish(marks, memory.subarray(low, high), 1), capped };
  };

  return { whole, derived };

  function whole(start: number, stop: number): Scanned {
    if (mayBeUtf16(memory, start, stop)) {
      const text = narrow(memory.subarray(start, stop));
      if (text.unit === 2) return wide(text.bytes);
    }
    begin(start, stop);
    core.filter(start, stop, start, stop, judge);
    return end();
  }

  /** The compressed bytes have been used by now: their place takes the narrowed text. */
  function wide(text: Uint8Array): Scanned {
    const { start } = core.source;
    memory.set(text, start);
    begin(start, start + text.length);
    core.filter(low, high, low, high, judge);
    return { marks: undefined, findings: finish(marks, text, 2), capped: hits > mostHits };
  }

  function derived(blob: Derived, base: readonly Mark[]): Scanned {
    if (mayBeUtf16(memory, blob.low, blob.high) && narrow(memory.subarray(blob.low, blob.high)).unit === 2) {
      return whole(blob.low, blob.high);
    }
    begin(blob.low, blob.high);
    const { windows } = blob;
    for (let at = 0; at < windows.length; at += 2)
      core.filter(windows[at] ?? 0, windows[at + 1] ?? 0, low, high, judge);
    if (base.length > 0) {
      for (const run of copiedRuns(memory.subarray(core.delta.start, blob.deltaEnd))) inherit(blob, base, run);
    }
    return end();
  }

  function inherit({ baseSize, windows }: Derived, base: readonly Mark[], run: Run): void {
    const end = run.base + run.length;
    for (let at = firstFrom(base, run.base); at < base.length; at++) {
      const mark = base[at] as Mark;
      if (mark.position >= end) break;
      if (mark.position + (lengths[mark.keyword] ?? 0) > end) continue; // cut in two: a window holds what is left
      const moved = run.result - run.base;
      const position = mark.position + moved;
      if (isInside(windows, low + position)) continue;
      if (isLong[mark.keyword] && !wasCopiedWhole(mark, baseSize, run)) judge(low + position, mark.keyword);
      else marks.push({ position, keyword: mark.keyword, found: mark.found && shift(mark.found, moved) });
    }
  }

  /** Whether all that the verdict depends on lies in the run; at the blob's ends, only if the run touches both blobs' ends. */
  function wasCopiedWhole({ position, keyword }: Mark, baseSize: number, run: Run): boolean {
    const from = position - behind;
    const to = position + (reach[keyword] ?? 0);
    const startStays = from >= run.base || (run.base === 0 && run.result === 0);
    const endOfRun = run.base + run.length;
    const endStays = to <= endOfRun || (endOfRun === baseSize && run.result + run.length === high - low);
    return startStays && endStays;
  }
}

const NOTHING: Scanned = { marks: [], findings: [], capped: false };

function finish(marks: readonly Mark[], bytes: Uint8Array, unit: 1 | 2): readonly Finding[] {
  const found = marks.flatMap((mark) => mark.found ?? []);
  return found.length === 0 ? [] : locate(resolveOverlaps(found), { bytes, unit });
}

function shift(found: RawFinding, by: number): RawFinding {
  return by === 0 ? found : { ...found, start: found.start + by, end: found.end + by };
}

const UTF16_SAMPLE = 64;

/**
 * False only where `narrow` would leave the bytes alone: it wants a mark, or zeros in nine of ten high bytes of its sample, so
 * that the first 64 bytes of it hold one.
 */
function mayBeUtf16(memory: Uint8Array, low: number, high: number): boolean {
  if (high - low < 2) return false;
  if ((memory[low] ?? 0) >= 0xfe && (memory[low + 1] ?? 0) >= 0xfe) return true;
  const end = Math.min(high, low + UTF16_SAMPLE);
  for (let at = low; at < end; at++) if (memory[at] === 0) return true;
  return false;
}

function firstFrom(marks: readonly Mark[], position: number): number {
  let low = 0;
  let high = marks.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((marks[middle]?.position ?? 0) < position) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isInside(windows: Int32Array, address: number): boolean {
  let low = 0;
  let high = windows.length >> 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((windows[2 * middle + 1] ?? 0) <= address) low = middle + 1;
    else high = middle;
  }
  return low < windows.length >> 1 && (windows[2 * low] ?? 0) <= address;
}
