/** UTF-16 text as one byte a character, so that rules can read it; `unit` is how many original bytes one of them stands for. */
export interface Narrowed {
  readonly bytes: Uint8Array;
  readonly unit: 1 | 2;
}

const SAMPLE = 512;
const UNKNOWN = 63;

/** Leaves anything but obvious UTF-16 (a byte order mark, or a zero in nearly every second byte) as it is. */
export function narrow(bytes: Uint8Array): Narrowed {
  const low = lowByte(bytes);
  if (low === undefined) return { bytes, unit: 1 };
  const narrowed = new Uint8Array(bytes.length >> 1);
  for (let at = 0; at < narrowed.length; at++) {
    const high = bytes[at * 2 + 1 - low] as number;
    narrowed[at] = high === 0 ? (bytes[at * 2 + low] as number) : UNKNOWN;
  }
  return { bytes: narrowed, unit: 2 };
}

/** Which byte of a pair is the low one: 0 little-endian, 1 big-endian. */
function lowByte(bytes: Uint8Array): 0 | 1 | undefined {
  if (bytes.length < 8) return undefined;
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 0;
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 1;
  const pairs = Math.min(SAMPLE, bytes.length) >> 1;
  const zeros = [0, 0];
  for (let at = 0; at < pairs * 2; at++) if (bytes[at] === 0) zeros[at & 1] = (zeros[at & 1] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (odd > pairs * 0.9 && even < pairs * 0.1) return 0;
  if (even > pairs * 0.9 && odd < pairs * 0.1) return 1;
  return undefined;
}
