import type { Finding } from '../model/finding.ts';
import type { RawFinding } from './confirm.ts';
import type { Narrowed } from './utf16.ts';

const LF = 10;

/** Adds lines and columns to findings that are ascending and do not overlap: one walk over the line ends before the last. */
export function locate(found: readonly RawFinding[], text: Narrowed): Finding[] {
  const place = createPlaces(text.bytes);
  return found.map(({ rule, confidence, secret, start, end }) => {
    const from = place(start);
    const to = place(end);
    return {
      rule: rule.id,
      confidence,
      secret,
      start: start * text.unit,
      end: end * text.unit,
      line: from.line,
      column: from.column * text.unit + 1,
      endLine: to.line,
      endColumn: to.column * text.unit + 1,
    };
  });
}

/** For ascending offsets only. */
function createPlaces(bytes: Uint8Array): (offset: number) => { line: number; column: number } {
  let line = 1;
  let lineStart = 0;
  let nextBreak = bytes.indexOf(LF);
  return (offset) => {
    while (nextBreak >= 0 && nextBreak < offset) {
      line++;
      lineStart = nextBreak + 1;
      nextBreak = bytes.indexOf(LF, lineStart);
    }
    return { line, column: offset - lineStart };
  };
}
