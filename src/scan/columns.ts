import { narrow } from '../detect/utf16.ts';
import type { Finding } from '../model/finding.ts';
import type { Found } from './found.ts';

const LF = 10;

type Place = Omit<Finding, 'secret'>;
type Places = Pick<Found, 'line' | 'column' | 'endLine' | 'endColumn'>;

/** Byte columns as columns of UTF-16 code units, which is what editors and SARIF count. */
export function places(bytes: Uint8Array, finding: Place): Places {
  const { line, endLine, start, end } = finding;
  return {
    line,
    endLine,
    column: column(bytes, finding.column, start),
    endColumn: column(bytes, finding.endColumn, end),
  };
}

function column(bytes: Uint8Array, byteColumn: number, offset: number): number {
  const before = Buffer.from(bytes.buffer, bytes.byteOffset + offset - byteColumn + 1, byteColumn - 1);
  const text = before.toString(narrow(bytes).unit === 2 ? 'utf16le' : 'utf8');
  return text.length + 1;
}

/** The text of the lines that a finding stands in, and of the line before them. */
export function linesOf(bytes: Uint8Array, { start, end }: Place): { readonly lines: string; readonly before: string } {
  const from = start === 0 ? 0 : bytes.lastIndexOf(LF, start - 1) + 1;
  const next = bytes.indexOf(LF, Math.max(from, end - 1));
  const to = next < 0 ? bytes.length : next;
  const previous = from < 2 ? 0 : bytes.lastIndexOf(LF, from - 2) + 1;
  return {
    lines: text(bytes, from, Math.min(to, end + LONGEST)),
    before: text(bytes, previous, Math.max(previous, from - 1)),
  };
}

/** A minified file is one line; a comment that far away is about something else. */
const LONGEST = 4096;

function text(bytes: Uint8Array, from: number, to: number): string {
  const start = Math.max(from, to - 2 * LONGEST);
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, to - start)
    .toString('utf8')
    .replaceAll('\0', '');
}
