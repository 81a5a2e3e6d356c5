import { latin1 } from './latin1.ts';

/** Secrets inside base64 text: what a known prefix looks like there, and what the text around it says. */

export interface Spelling {
  readonly exact: string;
  /** How many bytes of its group of three come before the wrapped text. */
  readonly alignment: number;
}

/** The base64 characters that are the same whatever stands before and after, for each of the three alignments. */
export function spellings(text: string): Spelling[] {
  return [0, 1, 2].map((alignment) => {
    const encoded = Buffer.from('\0'.repeat(alignment) + text, 'latin1').toString('base64');
    const first = firstWhole(alignment);
    const end = Math.floor(((alignment + text.length) * 8) / 6);
    return { exact: encoded.slice(first, end), alignment };
  });
}

/** The first character of a group that holds no bit of the bytes before. */
function firstWhole(alignment: number): number {
  return Math.ceil((alignment * 8) / 6);
}

export interface Decoded {
  readonly text: string;
  /** Where the wrapped text starts in `text`; negative when the bytes are not base64 there. */
  readonly keywordAt: number;
  /** There is more base64 text than was decoded. */
  readonly cut: boolean;
  /** Bytes of the blob that the characters of `text` come from. */
  startOf(index: number): number;
  endOf(index: number): number;
}

/** Decodes the base64 text around a spelling found at `position`: at most `behind` characters before and `ahead` from it on. */
export function decodeAround(
  bytes: Uint8Array,
  position: number,
  alignment: number,
  behind: number,
  ahead: number,
): Decoded {
  const lead = firstWhole(alignment);
  const before = runsBefore(bytes, position, groups(behind) * 4 + lead);
  const after = runsAfter(bytes, position, groups(ahead) * 4);
  const skipped = (lengthOf(before) - lead + 4) % 4;
  const runs = [...before, ...after];
  const encoded = runs.map((run) => latin1(bytes, run.from, run.to)).join('');
  const end = runs.at(-1)?.to ?? position;
  return {
    text: Buffer.from(encoded.slice(skipped), 'base64').toString('latin1'),
    keywordAt: ((lengthOf(before) - skipped - lead) / 4) * 3 + alignment,
    cut: end < bytes.length && isBase64(bytes[end]),
    startOf: (index) => placeOf(runs, skipped + Math.floor((index * 8) / 6)),
    endOf: (index) => placeOf(runs, skipped + Math.ceil((index * 8) / 6) - 1) + 1,
  };
}

function groups(characters: number): number {
  return Math.ceil(characters / 3);
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
