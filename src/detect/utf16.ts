/** A way to read bytes as UTF-16: where the first low byte of a character is, and on which side of it the high one. */
export interface Utf16 {
  readonly low: 0 | 1;
  readonly high: 1 | -1;
}

const LITTLE: Utf16 = { low: 0, high: 1 };
const BIG: Utf16 = { low: 1, high: -1 };

/**
 * Text that was appended to other text may begin at any byte; little-endian is what tools write unless told otherwise.
 */
const WAYS: readonly Utf16[] = [LITTLE, { low: 1, high: 1 }, BIG, { low: 0, high: -1 }];

const SAMPLE = 512;
const UNKNOWN = 63;

/**
 * What the bytes are as a whole: only for obvious UTF-16 (a byte order mark, or a zero in
 * nearly every second byte from the first character on).
 */
export function takenFor(bytes: Uint8Array): Utf16 | undefined {
  if (bytes.length < 8) return undefined;
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return LITTLE;
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return BIG;
  const pairs = Math.min(SAMPLE, bytes.length) >> 1;
  const zeros = [0, 0];
  for (let at = 0; at < pairs * 2; at++) if (bytes[at] === 0) zeros[at & 1] = (zeros[at & 1] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (bytes[1] === 0 && odd > pairs * 0.9 && even < pairs * 0.1) return LITTLE;
  if (bytes[0] === 0 && even > pairs * 0.9 && odd < pairs * 0.1) return BIG;
  return undefined;
}

/**
 * All of them, for a mark proves nothing and encodings may be mixed; the likeliest first,
 * since most text reads in two ways.
 */
export function waysToRead(taken: Utf16 | undefined): readonly Utf16[] {
  return taken === undefined ? WAYS : [taken, ...WAYS.filter((way) => way !== taken)];
}

/**
 * One byte a character, written to `given` if there is one, so that rules can read it: byte
 * n stands for the character whose low byte is at `low + 2n`.
 */
export function narrow(bytes: Uint8Array, { low, high }: Utf16, given?: Uint8Array): Uint8Array {
  const into = given ?? new Uint8Array((bytes.length + 1) >> 1);
  const length = (bytes.length - low + 1) >> 1;
  for (let nth = 0, at = low; nth < length; nth++, at += 2) {
    into[nth] = bytes[at + high] === 0 ? (bytes[at] as number) : UNKNOWN;
  }
  return into.subarray(0, length);
}

/** So many plain characters in a row are text; fewer are numbers in a binary file. */
export const RUN = 8;

/** Whether a place in narrowed text, with what is around it, was UTF-16 and no accident of other bytes. */
export function standsInUtf16(
  text: Uint8Array,
  { start, end }: { readonly start: number; readonly end: number },
): boolean {
  let run = 0;
  for (let at = Math.max(0, start - RUN); at < Math.min(text.length, end + RUN); at++) {
    run = isPlain(text[at]) ? run + 1 : 0;
    if (run === RUN) return true;
  }
  return false;
}

/** A run takes 16 bytes, so that one of these steps meets two of them. */
const STEP = 14;

/**
 * False only where nothing `standsInUtf16`, in whatever way the bytes are read. Made to cost nothing in ordinary text.
 */
export function mayHoldUtf16(bytes: Uint8Array, from = 0, to = bytes.length): boolean {
  const zero = Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).indexOf(0);
  if (zero < 0) return false;
  for (let at = from + Math.max(0, zero - 1); at < to - 1; at += STEP) {
    if (bytes[at] !== 0 && bytes[at + 1] !== 0) continue;
    if (runAround(bytes, bytes[at] === 0 ? at + 1 : at, from, to) >= RUN) return true;
  }
  return false;
}

function runAround(bytes: Uint8Array, low: number, from: number, to: number): number {
  if (!isPlain(bytes[low])) return 0;
  let first = low;
  let last = low;
  const least = Math.max(from, low - 2 * RUN);
  const most = Math.min(to - 1, low + 2 * RUN);
  while (first - 2 >= least && bytes[first - 1] === 0 && isPlain(bytes[first - 2])) first -= 2;
  while (last + 2 <= most && bytes[last + 1] === 0 && isPlain(bytes[last + 2])) last += 2;
  return (last - first) / 2 + 1;
}

/**
 * Puts line ends where text in UTF-16 is whose high bytes are on that side, so that what
 * touches it can be read by itself.
 */
export function blank(bytes: Uint8Array, high: 1 | -1, copy: Uint8Array): void {
  const low = high > 0 ? 0 : 1;
  for (let at = 0; at < bytes.length - 1; at++) {
    let end = at;
    while (bytes[end + 1 - low] === 0 && isPlain(bytes[end + low])) end += 2;
    if (end - at >= 2 * RUN) copy.fill(10, at, end);
    if (end > at) at = end - 1;
  }
}

/** What UNKNOWN is too says nothing. */
function isPlain(byte = 0): boolean {
  return byte === 9 || byte === 10 || byte === 13 || (byte >= 32 && byte < 127 && byte !== UNKNOWN);
}
