/**
 * Never anything but zeros between two calls: a table made for each of millions of values costs more than the counting.
 */
const COUNTS = new Uint16Array(256);

/** n * log2(n). */
const TERMS = Float64Array.from({ length: 1024 }, (_, n) => (n === 0 ? 0 : n * Math.log2(n)));

/** Shannon entropy of latin1 text, in bits a character. */
export function entropy(text: string): number {
  const { length } = text;
  for (let at = 0; at < length; at++) {
    const byte = text.charCodeAt(at) & 255;
    COUNTS[byte] = (COUNTS[byte] as number) + 1;
  }
  let sum = 0;
  for (let at = 0; at < length; at++) {
    const byte = text.charCodeAt(at) & 255;
    const count = COUNTS[byte] as number;
    sum += count < TERMS.length ? (TERMS[count] as number) : count * Math.log2(count);
    COUNTS[byte] = 0;
  }
  return length === 0 ? 0 : Math.log2(length) - sum / length;
}
