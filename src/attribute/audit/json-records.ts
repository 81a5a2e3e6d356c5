import type { AuditRecord } from '../../model/audit.ts';

const [TAB, NEWLINE, RETURN, SPACE] = [9, 10, 13, 32];
const [QUOTE, COMMA, COLON, BACKSLASH] = [0x22, 0x2c, 0x3a, 0x5c];
const [OPEN, CLOSE, LIST, LIST_END] = [0x7b, 0x7d, 0x5b, 0x5d];
const BOM = [0xef, 0xbb, 0xbf];

/** No entry comes near; a longer one is damage, and must not fill the memory. */
const LARGEST = 8 << 20;

export interface RecordReader {
  /** Values that this piece completes. Pieces may end anywhere, in the middle of a character too. */
  push(piece: Uint8Array): Generator<AuditRecord>;
  /** What is left: a value that never ended. */
  end(): Generator<AuditRecord>;
}

/**
 * Finds JSON objects one behind the other, one a line, or in a list; so the same reader serves exports, streams and
 * bodies. Holds one object at a time. Behind a broken one it goes on at the next that can be told with certainty.
 */
export function jsonRecords(): RecordReader {
  const decoder = new TextDecoder('utf-8');
  let [line, offset] = [1, 0];
  let state: 'between' | 'object' | 'garbage' = 'between';
  let [depth, inText, escaped, before, blank] = [0, false, false, 0, true];
  let start = { line, offset };
  let held: Uint8Array[] = [];
  let size = 0;

  const begin = (next: 'object' | 'garbage') => {
    state = next;
    [depth, inText, escaped, before, blank] = [next === 'object' ? 1 : 0, false, false, OPEN, false];
    start = { line, offset };
    held = [];
    size = 0;
  };
  const hold = (piece: Uint8Array) => {
    if (size <= LARGEST && piece.length > 0) held.push(piece.slice());
    size += piece.length;
  };
  const broken = (why: string): AuditRecord => {
    state = 'between';
    held = [];
    return { ...start, broken: why };
  };
  const finished = (): AuditRecord => {
    if (size > LARGEST) return broken(`an object of more than ${LARGEST >> 20} MB`);
    const text = decoder.decode(Buffer.concat(held));
    held = [];
    state = 'between';
    try {
      return { ...start, value: JSON.parse(text) as unknown };
    } catch {
      return broken('not valid JSON');
    }
  };

  /** One byte inside of an object. Returns what is wrong with the object, or that it is complete. */
  const inObject = (byte: number): 'complete' | 'cut' | 'new one' | undefined => {
    if (inText) {
      if (byte === NEWLINE) return 'cut'; // A text holds no line break: JSON writes \n.
      if (escaped) escaped = false;
      else if (byte === BACKSLASH) escaped = true;
      else if (byte === QUOTE) inText = false;
      return undefined;
    }
    // Behind anything else an object cannot stand: the one before was cut off, and this is the next.
    if (byte === OPEN && before !== COLON && before !== COMMA && before !== LIST) return 'new one';
    if (byte === QUOTE) inText = true;
    else if (byte === OPEN || byte === LIST) depth += 1;
    else if (byte === CLOSE || byte === LIST_END) depth -= 1;
    if (byte > SPACE) before = byte;
    return depth === 0 ? 'complete' : undefined;
  };

  return {
    *push(piece) {
      let from = 0;
      for (let at = 0; at < piece.length; at++) {
        const byte = piece[at] ?? 0;
        if (state === 'object') {
          const verdict = inObject(byte);
          if (verdict === 'complete') {
            hold(piece.subarray(from, at + 1));
            yield finished();
          } else if (verdict === 'cut') yield broken('an object that is cut off');
          else if (verdict === 'new one') {
            yield broken('an object that is cut off');
            begin('object');
            from = at;
          }
        } else if (byte === OPEN && (state === 'between' || blank)) {
          if (state === 'garbage') yield broken('not JSON');
          begin('object');
          from = at;
        } else if (state === 'garbage') blank = byte === NEWLINE || (blank && byte <= SPACE);
        else if (!isBetween(byte, offset)) begin('garbage');
        if (byte === NEWLINE) line += 1;
        offset += 1;
      }
      if (state === 'object') hold(piece.subarray(from));
    },

    *end() {
      if (state === 'object') yield broken('an object that is cut off');
      if (state === 'garbage') yield broken('not JSON');
    },
  };
}

/**
 * Lists are flat and their commas count for nothing: what matters is whether anything else stands between the objects.
 */
function isBetween(byte: number, offset: number): boolean {
  if ([SPACE, NEWLINE, RETURN, TAB, COMMA, LIST, LIST_END].includes(byte)) return true;
  return offset < BOM.length && byte === BOM[offset];
}
