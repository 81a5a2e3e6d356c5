/** A line of a file, counted from 1. */
export interface NumberedLine {
  readonly line: number;
  readonly text: string;
}

/** What makes an export not whole. `line`: where, if it is not the line that was read last. */
export class BrokenExport extends Error {
  override readonly name = 'BrokenExport';
  readonly line?: number;

  constructor(says: string, line?: number) {
    super(says);
    if (line !== undefined) this.line = line;
  }
}

const LINE_END = 0x0a;

/** Far longer than any line that Handback writes: whoever sends a longer one wants the memory. */
const LONGEST = 16 * 1024 * 1024;

/**
 * The lines of an export in either form, exactly as they stand in the file: no line end but
 * `\n`, no byte that is not UTF-8.
 */
export async function* exportedLines(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<NumberedLine> {
  const lines = split(bytes);
  const first = await lines.next();
  if (first.done === true) return;
  if (first.value.text === '[') yield* document(lines);
  else {
    yield first.value;
    yield* lines;
  }
}

async function* document(lines: AsyncIterable<NumberedLine>): AsyncGenerator<NumberedLine> {
  let waiting: NumberedLine | undefined;
  let isClosed = false;
  for await (const next of lines) {
    if (isClosed) throw new BrokenExport('something stands behind the end', next.line);
    isClosed = next.text === ']';
    if (waiting !== undefined) yield { ...waiting, text: isClosed ? waiting.text : withoutComma(waiting) };
    waiting = next;
  }
  if (!isClosed) throw new BrokenExport('the end is missing: the file was cut off here', waiting?.line ?? 1);
}

function withoutComma({ line, text }: NumberedLine): string {
  if (!text.endsWith(',')) throw new BrokenExport('the comma behind it is missing', line);
  return text.slice(0, -1);
}

async function* split(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<NumberedLine> {
  let line = 1;
  let pieces: Uint8Array[] = [];
  let length = 0;
  const keep = (piece: Uint8Array) => {
    pieces.push(piece);
    length += piece.length;
    if (length > LONGEST) throw new BrokenExport('it is longer than any line of an export', line);
  };
  for await (const chunk of bytes) {
    let from = 0;
    for (let end = chunk.indexOf(LINE_END); end >= 0; end = chunk.indexOf(LINE_END, from)) {
      keep(chunk.subarray(from, end));
      yield { line, text: decode(pieces, line) };
      [line, pieces, length, from] = [line + 1, [], 0, end + 1];
    }
    keep(chunk.subarray(from));
  }
  if (length > 0) yield { line, text: decode(pieces, line) };
}

/** Strictly: a byte that is no text must not pass for the sign that stands in for it. */
function decode(pieces: readonly Uint8Array[], line: number): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.concat(pieces));
  } catch {
    throw new BrokenExport('there are bytes in it that are no text', line);
  }
}
