import type { Confirmer, RawFinding } from '../../detect/confirm.ts';
import { locate } from '../../detect/locate.ts';
import { type Look, type ReadFinding, readAsUtf16, resolveOverlaps } from '../../detect/readings.ts';
import { mayHoldUtf16, takenFor } from '../../detect/utf16.ts';
import type { Finding } from '../../model/finding.ts';
import { type Core, filterReach, lookBehind, reaches } from '../core/core.ts';
import type { Derived } from './forest-walk.ts';
import { firstFrom, isCrowded, type Mark, sortFrom } from './marks.ts';

export interface Scanned {
  /**
   * Ascending by position. Undefined where they cannot be told or are too many: what grows
   * from this blob is scanned whole.
   */
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
 * Why it does: keywords inside a window are found and judged as if nobody knew the base. Those
 * outside are the base's, at the places to which they were copied (`Core.applyDelta`), and the
 * base's marks are all of them. A verdict depends on the bytes around the keyword alone (`reaches`,
 * `lookBehind`): it is taken over where these were copied as one run, and made anew otherwise. What
 * is found in UTF-16 is no matter of windows: every blob that may hold some is read for it whole.
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
    const wide = mayHoldUtf16(memory, low, high) ? readWide() : NOTHING_WIDE;
    const capped = hits > mostHits || wide.capped;
    const found = [...marks.flatMap((mark) => mark.found ?? []), ...wide.found];
    if (marks.length === 0 && found.length === 0) return capped ? { ...NOTHING, capped } : NOTHING;
    const findings = found.length === 0 ? [] : placed(found, memory.subarray(low, high));
    return { marks: isCrowded(marks.length, high - low) ? undefined : marks, findings, capped };
  };

  return { whole, derived };

  function whole(start: number, stop: number): Scanned {
    begin(start, stop);
    core.filter(start, stop, start, stop, judge);
    sortFrom(marks, 0);
    return end();
  }

  /**
   * What is read as UTF-16 is looked for in the whole blob. The compressed bytes have been
   * used by now: their place takes the text.
   */
  function readWide(): typeof NOTHING_WIDE {
    const { start } = core.source;
    let capped = false;
    const look: Look = (text, report) => {
      const stop = start + text.length;
      let seen = 0;
      core.filter(start, stop, start, stop, (address, keyword) => {
        if (seen++ >= mostHits) return;
        const found = confirmer.confirm(text, address - start, keyword);
        if (found !== undefined) report(found);
      });
      capped ||= seen > mostHits;
    };
    const blob = memory.subarray(low, high);
    const into = memory.subarray(start, core.source.end);
    return { found: readAsUtf16(blob, { first: 0, taken: takenFor(blob), into }, look), capped };
  }

  function derived(blob: Derived, base: readonly Mark[]): Scanned {
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

  /**
   * Whether all that the verdict depends on lies in the run; at the blob's ends, only if the
   * run touches both blobs' ends.
   */
  function wasCopiedWhole(address: number, keyword: number, run: Run, { baseLow, baseHigh }: Derived): boolean {
    const startStays = address - behind >= run.result || (run.base === baseLow && run.result === low);
    const endStays =
      address + (reach[keyword] ?? 0) <= run.end || (run.end === high && run.base + run.end - run.result === baseHigh);
    return startStays && endStays;
  }
}

const NOTHING: Scanned = { marks: [], findings: [], capped: false };

const NOTHING_WIDE: { readonly found: readonly ReadFinding[]; readonly capped: boolean } = { found: [], capped: false };

function placed(found: readonly ReadFinding[], bytes: Uint8Array): readonly Finding[] {
  return locate(resolveOverlaps(found), bytes, takenFor(bytes));
}

function shift(found: RawFinding, by: number): RawFinding {
  return by === 0 ? found : { ...found, start: found.start + by, end: found.end + by };
}
