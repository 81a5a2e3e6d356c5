/** Shannon entropy of latin1 text, in bits a character. */
export function entropy(text: string): number {
  const counts = new Uint16Array(256);
  for (let at = 0; at < text.length; at++) {
    const byte = text.charCodeAt(at) & 255;
    counts[byte] = (counts[byte] ?? 0) + 1;
  }
  let bits = 0;
  for (const count of counts) if (count > 0) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}
