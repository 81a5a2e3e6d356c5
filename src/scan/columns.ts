import { takenFor } from '../detect/utf16.ts';
import type { Finding } from '../model/finding.ts';
import type { Found } from './found.ts';

const LF = 10;
const UTF8_MARK = [0xef, 0xbb, 0xbf];
const UTF16_MARKS = [
  [0xff, 0xfe],
  [0xfe, 0xff],
];

type Place = Omit<Finding, 'secret'>;
type Places = Pick<Found, 'line' | 'column' | 'endLine' | 'endColumn'>;

/**
 * Byte columns as columns of UTF-16 code units, which is what editors and SARIF count. A line is
 * counted once for all findings in it when they are asked for in their order: it may be the whole file.
 */
export function createPlaces(bytes: Uint8Array): (finding: Place) => Places {
  const utf16 = takenFor(bytes) !== undefined;
  const inText = createCount(
    bytes,
    startsWith(bytes, UTF8_MARK) ? UTF8_MARK.length : 0,
    (line) => line.toString('utf8').length,
  );
  const inUtf16 = createCount(
    bytes,
    UTF16_MARKS.some((mark) => startsWith(bytes, mark)) ? 2 : 0,
    (line) => line.length >> 1,
  );
  // Both encodings in one line: whoever shows it shows no zeros.
  const inMixed = createCount(bytes, 0, (line) => line.toString('utf8').replaceAll('\0', '').length);
  return ({ line, endLine, start, end, column, endColumn }) => {
    const isWide = bytes[start] === 0 || bytes[start + 1] === 0;
    const count = isWide ? (utf16 ? inUtf16 : inMixed) : inText;
    return {
      line,
      endLine,
      column: count(start, start - column + 1),
      endColumn: count(end, end - endColumn + 1),
    };
  };
}

/** `mark`: so many bytes before the first character are a byte order mark, which takes no column. */
function createCount(bytes: Uint8Array, mark: number, unitsOf: (part: Buffer) => number) {
  let counted = { lineStart: 0, to: mark, units: 0 };
  return (offset: number, lineStart: number): number => {
    const goesOn = counted.lineStart === lineStart && counted.to <= offset && !isInside(bytes[counted.to]);
    const { to, units } = goesOn ? counted : { to: Math.max(lineStart, mark), units: 0 };
    const more = unitsOf(Buffer.from(bytes.buffer, bytes.byteOffset + to, Math.max(0, offset - to)));
    counted = { lineStart, to: offset, units: units + more };
    return units + more + 1;
  };
}

function startsWith(bytes: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((byte, at) => bytes[at] === byte);
}

/** A byte of UTF-8 that is not the first of its character. */
function isInside(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x80 && byte < 0xc0;
}

/** The text of the lines that a finding stands in, and of the line before them. */
export function linesOf(
  bytes: Uint8Array,
  { start, end, column }: Place,
): { readonly lines: string; readonly before: string } {
  const from = start - column + 1;
  const after = Math.max(from, end - 1);
  const next = bytes.subarray(after, end + LONGEST).indexOf(LF);
  const to = next < 0 ? Math.min(bytes.length, end + LONGEST) : after + next;
  return { lines: text(bytes, from, to), before: from === 0 ? '' : lineUpTo(bytes, from - 1) };
}

/** The line that ends at this byte: its line end, or the half of one. */
function lineUpTo(bytes: Uint8Array, at: number): string {
  const end = bytes[at] === LF ? at : at - 1;
  const from = Math.max(0, end - 2 * LONGEST);
  return text(bytes, from + bytes.subarray(from, end).lastIndexOf(LF) + 1, end);
}

/** A minified file is one line; a comment that far away is about something else. */
const LONGEST = 4096;

function text(bytes: Uint8Array, from: number, to: number): string {
  const start = Math.max(from, to - 2 * LONGEST);
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, to - start)
    .toString('utf8')
    .replaceAll('\0', '');
}
