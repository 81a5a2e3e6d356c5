/** Secrets inside base64 text: what a known prefix looks like there, and what the text around it says. */

export interface Spelling {
  /** Lower-case, for the keyword filter. */
  readonly keyword: string;
  /** How many bytes of its group of three come before the wrapped text. */
  readonly alignment: number;
}

/** The base64 characters that are the same whatever stands before and after, for each of the three alignments. */
export function spellings(text: string): Spelling[] {
  return [0, 1, 2].map((alignment) => {
    const encoded = Buffer.from('\0'.repeat(alignment) + text, 'latin1').toString('base64');
    const first = firstWhole(alignment);
    const end = Math.floor(((alignment + text.length) * 8) / 6);
    return { keyword: encoded.slice(first, end).toLowerCase(), alignment };
  });
}

/** The first character of a group that holds no bit of the bytes before. */
function firstWhole(alignment: number): number {
  return Math.ceil((alignment * 8) / 6);
}

export interface Decoded {
  readonly text: string;
  /** Where the wrapped text starts in `text`. */
  readonly keywordAt: number;
  /** There is more base64 text than was decoded. */
  readonly cut: boolean;
  /** Bytes of the blob that the characters of `text` come from. */
  startOf(index: number): number;
  endOf(index: number): number;
}

/** Decodes the base64 text around a spelling found at `position`: at most `behind` characters before and `ahead` from it on. */
export function decodeAround(
  bytes: Uint8Array,
  position: number,
  alignment: number,
  behind: number,
  ahead: number,
): Decoded {
  const before = collect(bytes, position - 1, -1, groups(behind) * 4 + firstWhole(alignment));
  const lost = (before.length - firstWhole(alignment) + 400) % 4;
  const places = [
    ...before.slice(0, before.length - lost).reverse(),
    ...collect(bytes, position, 1, groups(ahead) * 4),
  ];
  const encoded = String.fromCharCode(...places.map((place) => bytes[place] as number));
  const last = places.at(-1) ?? position;
  return {
    text: Buffer.from(encoded, 'base64').toString('latin1'),
    keywordAt: ((before.length - lost - firstWhole(alignment)) / 4) * 3 + alignment,
    cut: last + 1 < bytes.length && isBase64(bytes[last + 1] as number),
    startOf: (index) => places[Math.floor((index * 8) / 6)] ?? position,
    endOf: (index) => (places[Math.ceil((index * 8) / 6) - 1] ?? last) + 1,
  };
}

function groups(characters: number): number {
  return Math.ceil(characters / 3);
}

/** Positions of base64 characters from `from` on, over the line breaks of wrapped text. */
function collect(bytes: Uint8Array, from: number, step: 1 | -1, most: number): number[] {
  const places: number[] = [];
  const limit = Math.ceil(most * 1.1);
  for (
    let at = from, seen = 0;
    at >= 0 && at < bytes.length && places.length < most && seen < limit;
    at += step, seen++
  ) {
    const byte = bytes[at] as number;
    if (isBase64(byte)) places.push(at);
    else if (!endsFullLine(bytes, at)) break;
  }
  return places;
}

/** Encoders break lines at 64 or 76 characters; a shorter line ends the text. */
const FULL_LINE = 60;

function endsFullLine(bytes: Uint8Array, at: number): boolean {
  if (bytes[at] !== LF && bytes[at] !== CR) return false;
  let end = at;
  while (end > 0 && (bytes[end - 1] === LF || bytes[end - 1] === CR) && at - end < 2) end--;
  for (let back = 1; back <= FULL_LINE; back++) {
    if (end - back < 0 || !isBase64(bytes[end - back] as number)) return false;
  }
  return true;
}

const LF = 10;
const CR = 13;

function isBase64(byte: number): boolean {
  const letter = byte | 32;
  if (letter >= 97 && letter <= 122) return true;
  return (byte >= 48 && byte <= 57) || byte === 43 || byte === 47 || byte === 45 || byte === 95;
}
