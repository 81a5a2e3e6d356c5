const LF = 10;

interface Place {
  readonly line: number;
  readonly column: number;
}

/** Lines and columns, both from 1, in a blob of which only a piece is at hand. Columns count bytes of the blob. */
export function createPlaces(unit: 1 | 2) {
  const known = new Map<number, Place>();
  // The first byte of the piece at hand: its line, and where that line starts.
  let line = 1;
  let lineStart = 0;

  return {
    /** Notes the places of these offsets, which lie in `bytes` or at its end; `first` is the offset of its first byte. */
    remember(bytes: Uint8Array, first: number, offsets: readonly number[]): void {
      let current = line;
      let start = lineStart;
      let next = bytes.indexOf(LF);
      for (const offset of [...offsets].sort((a, b) => a - b)) {
        while (next >= 0 && first + next < offset) {
          current++;
          start = first + next + 1;
          next = bytes.indexOf(LF, next + 1);
        }
        known.set(offset, { line: current, column: (offset - start) * unit + 1 });
      }
    },
    /** The next piece begins behind these bytes. */
    pass(bytes: Uint8Array, first: number): void {
      for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, at + 1)) {
        line++;
        lineStart = first + at + 1;
      }
    },
    at: (offset: number): Place => known.get(offset) ?? { line: 0, column: 0 },
  };
}
