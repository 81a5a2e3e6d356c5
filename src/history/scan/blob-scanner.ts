import type { Confirmer, RawFinding } from '../../detect/confirm.ts';
import { resolveOverlaps } from '../../detect/detector.ts';
import { locate } from '../../detect/locate.ts';
import { narrow } from '../../detect/utf16.ts';
import type { Finding } from '../../model/finding.ts';
import { type Core, filterReach, lookBehind, reaches } from '../core/core.ts';
import type { Derived } from './forest-walk.ts';
import { firstFrom, isCrowded, type Mark, sortFrom } from './marks.ts';

export interface Scanned {
  /** Ascending by position. Undefined where they cannot be told or are too many: what grows from this blob is scanned whole. */
  readonly marks: readonly Mark[] | undefined;
  readonly findings: readonly Finding[];
  /** The blob held more keywords than the limit; what came after it was not looked at. */
  readonly capped: boolean;
}

/** A stretch of the result, [result, end), that was copied as one from `base` on; addresses all. */
interface Run {
  readonly result: number;
  readonly base: number;
  readonly end: number;
}

export type BlobScanner = ReturnType<typeof createBlobScanner>;

/** Keywords confirmed in one blob, as in detect/detector.ts. */
export const MOST_HITS = 2_000_000;

/**
 * Scans blobs that lie in the core's memory. The contract is exactness: `derived` gives what `whole` would give.
 *
 * Why it does: keywords inside a window are found and judged as if nobody knew the base. Those outside are the base's, at
 * the places to which they were copied (`Core.applyDelta`), and the base's marks are all of them. A verdict depends on the
 * bytes around the keyword alone (`reaches`, `lookBehind`): it is taken over where these were copied as one run, and made
 * anew otherwise.
 */
export function createBlobScanner(core: Core, confirmer: Confirmer, mostHits = MOST_HITS) {
  const { memory } = core;
  const ahead = filterReach(confirmer);
  const behind = lookBehind(confirmer);
  const reach = reaches(confirmer);

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
    const position = address - low;
    remember({ position, keyword, found: confirmer.confirm(bytes, position, keyword) });
  };
  const remember = (mark: Mark): void => {
    if (mark.found !== undefined || !isCrowded(marks.length, high - low)) marks.push(mark);
  };
  const end = (): Scanned => {
    const capped = hits > mostHits;
    if (marks.length === 0) return capped ? { ...NOTHING, capped } : NOTHING;
    const findings = finish(marks, memory.subarray(low, high), 1);
    return { marks: isCrowded(marks.length, high - low) ? undefined : marks, findings, capped };
  };

  return { whole, derived };

  function whole(start: number, stop: number): Scanned {
    if (mayBeUtf16(memory, start, stop)) {
      const text = narrow(memory.subarray(start, stop));
      if (text.unit === 2) return wide(text.bytes);
    }
    begin(start, stop);
    core.filter(start, stop, start, stop, judge);
    sortFrom(marks, 0);
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
    const { windows, baseLow } = blob;
    let copied = low;
    let from = baseLow;
    for (let at = 0; at < windows.length; at += 3) {
      const start = windows[at] ?? 0;
      const stop = windows[at + 1] ?? 0;
      if (copied < start) inherit(blob, base, { result: copied, base: from, end: start + ahead }, start);
      const before = marks.length;
      core.filter(start, stop, low, high, judge);
      sortFrom(marks, before);
      copied = stop;
      from = windows[at + 2] ?? 0;
    }
    if (copied < high) inherit(blob, base, { result: copied, base: from, end: high }, high);
    return hits > mostHits ? whole(low, high) : end(); // which keywords are left out is a matter of order
  }

  /** Takes over what stands before `to` in a run. */
  function inherit(blob: Derived, base: readonly Mark[], run: Run, to: number): void {
    const { baseLow } = blob;
    const moved = run.result - low - (run.base - baseLow);
    for (let at = firstFrom(base, run.base - baseLow); at < base.length; at++) {
      const mark = base[at] as Mark;
      const position = mark.position + moved;
      if (low + position >= to) break;
      if (!wasCopiedWhole(low + position, mark.keyword, run, blob)) {
        judge(low + position, mark.keyword);
        continue;
      }
      hits++;
      const { keyword, found } = mark;
      remember(moved === 0 ? mark : { position, keyword, found: found && shift(found, moved) });
    }
  }

  /** Whether all that the verdict depends on lies in the run; at the blob's ends, only if the run touches both blobs' ends. */
  function wasCopiedWhole(address: number, keyword: number, run: Run, { baseLow, baseHigh }: Derived): boolean {
    const startStays = address - behind >= run.result || (run.base === baseLow && run.result === low);
    const endStays =
      address + (reach[keyword] ?? 0) <= run.end || (run.end === high && run.base + run.end - run.result === baseHigh);
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
