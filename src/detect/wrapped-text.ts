import { latin1 } from './latin1.ts';

/** Base64 text around a place, broken lines joined. An index counts its characters. */
export interface WrappedText {
  readonly length: number;
  /** Whether it shows as much around the place as reading anew would. */
  holds(bytes: Uint8Array, position: number, most: Most): boolean;
  /** Whether the place is in it or right behind it. */
  reaches(bytes: Uint8Array, position: number): boolean;
  indexOf(position: number): number;
  /** The byte that the character stands at. */
  placeOf(index: number): number;
  /** The bytes that the characters [from, to) stand for, as latin1. */
  decoded(from: number, to: number): string;
  /** Whether the character after `to` characters is one of the same line. */
  goesOnAfter(to: number): boolean;
}

/** Characters before a place, and from it on. */
interface Most {
  readonly before: number;
  readonly after: number;
}

export function readWrapped(bytes: Uint8Array, position: number, most: Most): WrappedText {
  const before = runsBefore(bytes, position, most.before);
  const after = runsAfter(bytes, position, most.after);
  const runs = [...before, ...after];
  const beginsThere = lengthOf(before) < most.before;
  const endsThere = lengthOf(after) < most.after;
  const length = lengthOf(runs);
  const start = runs[0]?.from ?? position;
  const end = runs.at(-1)?.to ?? position;
  const encoded = runs.map((run) => latin1(bytes, run.from, run.to)).join('');
  const byPhase: (string | undefined)[] = [];

  return {
    length,
    holds(other, place, { before: some, after: rest }) {
      if (other !== bytes || place < start || place >= end) return false;
      const at = indexOf(runs, place);
      return (beginsThere || at >= some) && (endsThere || at + rest <= length);
    },
    reaches: (other, place) => other === bytes && place >= start && place <= end,
    indexOf: (place) => indexOf(runs, place),
    placeOf: (index) => placeOf(runs, index),
    decoded(from, to) {
      if (to <= from) return '';
      const phase = from & 3;
      const text = byPhase[phase] ?? Buffer.from(encoded.slice(phase), 'base64').toString('latin1');
      byPhase[phase] = text;
      const first = ((from - phase) / 4) * 3;
      return text.slice(first, first + Math.floor(((to - from) * 3) / 4));
    },
    goesOnAfter(to) {
      const next = to === 0 ? start : placeOf(runs, to - 1) + 1;
      return next < bytes.length && isBase64(bytes[next]);
    },
  };
}

/** Base64 characters in a row, [from, to). Wrapped lines make several. */
interface Run {
  readonly from: number;
  readonly to: number;
}

function lengthOf(runs: readonly Run[]): number {
  return runs.reduce((sum, run) => sum + run.to - run.from, 0);
}

function placeOf(runs: readonly Run[], index: number): number {
  let left = index;
  for (const run of runs) {
    if (left < run.to - run.from) return run.from + left;
    left -= run.to - run.from;
  }
  return runs.at(-1)?.to ?? 0;
}

function indexOf(runs: readonly Run[], position: number): number {
  let before = 0;
  for (const { from, to } of runs) {
    if (position < to) return before + Math.max(0, position - from);
    before += to - from;
  }
  return before;
}

function runsAfter(bytes: Uint8Array, position: number, most: number): Run[] {
  const runs: Run[] = [];
  for (let from = position, left = most; left > 0; ) {
    const to = runEnd(bytes, from, Math.min(bytes.length, from + left));
    runs.push({ from, to });
    left -= to - from;
    const next = overLineBreak(bytes, to, 1);
    if (next === to || !isFullLine(bytes, to)) break;
    from = next;
  }
  return runs;
}

function runsBefore(bytes: Uint8Array, position: number, most: number): Run[] {
  const runs: Run[] = [];
  for (let to = position, left = most; left > 0; ) {
    const from = runStart(bytes, to, Math.max(0, to - left));
    runs.unshift({ from, to });
    left -= to - from;
    const next = overLineBreak(bytes, from - 1, -1) + 1;
    if (next === from || !isFullLine(bytes, next)) break;
    to = next;
  }
  return runs;
}

function runEnd(bytes: Uint8Array, from: number, most: number): number {
  let at = from;
  while (at < most && isBase64(bytes[at])) at++;
  return at;
}

function runStart(bytes: Uint8Array, to: number, least: number): number {
  let at = to;
  while (at > least && isBase64(bytes[at - 1])) at--;
  return at;
}

function overLineBreak(bytes: Uint8Array, at: number, step: 1 | -1): number {
  let next = at;
  while (Math.abs(next - at) < 2 && (bytes[next] === LF || bytes[next] === CR)) next += step;
  return next;
}

/** Encoders break lines at 64 or 76 characters; a shorter line ends the text. */
function isFullLine(bytes: Uint8Array, end: number): boolean {
  return end - runStart(bytes, end, Math.max(0, end - FULL_LINE)) === FULL_LINE;
}

const FULL_LINE = 60;
const LF = 10;
const CR = 13;

function isBase64(byte: number | undefined): boolean {
  return byte !== undefined && BASE64_BYTES[byte] === 1;
}

const BASE64_BYTES = Uint8Array.from({ length: 256 }, (_, byte) =>
  /[A-Za-z0-9+/_-]/.test(String.fromCharCode(byte)) ? 1 : 0,
);
