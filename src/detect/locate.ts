import type { Finding } from '../model/finding.ts';
import { type ReadFinding, spanOf } from './readings.ts';
import type { Utf16 } from './utf16.ts';

const LF = 10;

/** Adds lines and columns to findings: what `createPlaces` gives for bytes that are all at hand. */
export function locate(found: readonly ReadFinding[], bytes: Uint8Array, taken: Utf16 | undefined): Finding[] {
  if (found.length === 0) return [];
  const places = createPlaces(taken);
  places.remember(bytes, 0, found);
  return found.map(places.placed);
}

/**
 * Lines and columns, both from 1, in bytes of which only a piece is at hand; `first` is the
 * offset of its first byte, and even. A line ends with the byte LF, for whoever looks at the
 * bytes sees it so. But what is read in the way in which the whole is taken for UTF-16 has the
 * lines that an editor shows: there LF is a character, and a byte 10 may be half of another.
 */
export function createPlaces(taken: Utf16 | undefined) {
  const ofBytes = createLines(undefined);
  const ofText = createLines(taken);
  const linesOf = ({ way }: ReadFinding) => (way !== undefined && way === taken ? ofText : ofBytes);
  return {
    /** Notes the places of findings that lie in these bytes. */
    remember(bytes: Uint8Array, first: number, found: readonly ReadFinding[]): void {
      for (const lines of [ofBytes, ofText]) {
        const here = found.filter((one) => linesOf(one) === lines).map(spanOf);
        const offsets = here.flatMap(({ start, end }) => [start, end]);
        if (offsets.length > 0) lines.remember(bytes, first, offsets);
      }
    },
    /** The next piece begins `count` bytes later. */
    pass(bytes: Uint8Array, first: number, count: number): void {
      ofBytes.pass(bytes, first, count);
      if (taken !== undefined) ofText.pass(bytes, first, count);
    },
    placed(finding: ReadFinding): Finding {
      const { rule, confidence, secret, way } = finding;
      const { start, end } = spanOf(finding);
      const from = linesOf(finding).at(start, way);
      const to = linesOf(finding).at(end, way);
      return {
        rule: rule.id,
        confidence,
        secret,
        start,
        end,
        line: from.line,
        column: from.column,
        endLine: to.line,
        endColumn: to.column,
      };
    },
  };
}

/**
 * A line by its number, where it starts, and whether its first byte is zero: then that is
 * the other half of an LF, or of a character.
 */
interface Line {
  readonly line: number;
  readonly start: number;
  readonly zero: boolean;
}

function createLines(way: Utf16 | undefined) {
  const known = new Map<number, Line>();
  let current: Line = { line: 1, start: 0, zero: false };

  return {
    remember(bytes: Uint8Array, first: number, offsets: readonly number[]): void {
      let line = current;
      let next = breakFrom(bytes, 0);
      for (const offset of [...offsets].sort((a, b) => a - b)) {
        for (; next >= 0 && first + next < offset; next = breakFrom(bytes, next + 1)) {
          line = after(line, bytes, first, next);
        }
        known.set(offset, line);
      }
    },
    pass(bytes: Uint8Array, first: number, count: number): void {
      for (let at = breakFrom(bytes, 0); at >= 0 && at < count; at = breakFrom(bytes, at + 1)) {
        current = after(current, bytes, first, at);
      }
    },
    at(offset: number, read: Utf16 | undefined): { readonly line: number; readonly column: number } {
      const { line, start, zero } = known.get(offset) ?? current;
      return { line, column: Math.max(1, offset - start - Number(zero && read?.high !== -1) + 1) };
    },
  };

  function breakFrom(bytes: Uint8Array, from: number): number {
    let at = bytes.indexOf(LF, from);
    if (way === undefined) return at;
    while (at >= 0 && ((at & 1) !== way.low || bytes[at + way.high] !== 0)) at = bytes.indexOf(LF, at + 1);
    return at;
  }
}

function after({ line }: Line, bytes: Uint8Array, first: number, lineBreak: number): Line {
  return { line: line + 1, start: first + lineBreak + 1, zero: bytes[lineBreak + 1] === 0 };
}
