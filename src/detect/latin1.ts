/** Bytes as a string of the same length: ASCII reads as itself, and no offset moves. */
export function latin1(bytes: Uint8Array, from: number, to: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('latin1');
}

/** `latin1` for places that often lie close together: such ones are cut from one string, which is much faster. */
export type Texts = (bytes: Uint8Array, from: number, to: number) => string;

const SPAN = 4096;

export function createTexts(): Texts {
  let known: Uint8Array | undefined;
  let start = 0;
  let end = 0;
  let text = '';
  return (bytes, from, to) => {
    if (bytes !== known || from < start || to > end) {
      const close = bytes === known && from >= start && from <= end;
      known = bytes;
      start = from;
      end = close ? Math.min(bytes.length, to + SPAN) : to;
      text = latin1(bytes, start, end);
    }
    return text.slice(from - start, to - start);
  };
}

/** What the author wrote: latin1 text read as UTF-8 where that is valid. */
export function textOf(text: string): string {
  if (!/[\x80-\xff]/.test(text)) return text;
  const decoded = Buffer.from(text, 'latin1').toString('utf8');
  return decoded.includes('\ufffd') ? text : decoded;
}
