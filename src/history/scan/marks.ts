import type { RawFinding } from '../../detect/confirm.ts';

/** A keyword that the filter reports in a blob, and what came of it. */
export interface Mark {
  readonly position: number;
  readonly keyword: number;
  readonly found: RawFinding | undefined;
}

/**
 * Where keywords stand so close, remembering them takes more memory than the blob, and
 * hardly less time than a new search.
 */
export function isCrowded(marks: number, size: number): boolean {
  return marks > 64 + size / 64;
}

function inOrder(a: Mark, b: Mark): number {
  return a.position - b.position || a.keyword - b.keyword;
}

/** The filter reports in no order, but nearly in this one. */
export function sortFrom(marks: Mark[], first: number): void {
  for (let at = first + 1; at < marks.length; at++) {
    if (inOrder(marks[at - 1] as Mark, marks[at] as Mark) <= 0) continue;
    const sorted = marks.splice(first).sort(inOrder);
    for (const mark of sorted) marks.push(mark);
    return;
  }
}

/** Index of the first mark at `position` or behind it. */
export function firstFrom(marks: readonly Mark[], position: number): number {
  let low = 0;
  let high = marks.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((marks[middle]?.position ?? 0) < position) low = middle + 1;
    else high = middle;
  }
  return low;
}
