import { readWrapped, type WrappedText } from './wrapped-text.ts';

/** Secrets inside base64 text: what a known prefix looks like there, and what the text around it says. */

export interface Spelling {
  readonly exact: string;
  /** How many bytes of its group of three come before the wrapped text. */
  readonly alignment: number;
}

/** The base64 characters that are the same whatever stands before and after, for each of the three alignments. */
export function spellings(text: string): Spelling[] {
  return [0, 1, 2].map((alignment) => {
    const encoded = Buffer.from('\0'.repeat(alignment) + text, 'latin1').toString('base64');
    const first = firstWhole(alignment);
    const end = Math.floor(((alignment + text.length) * 8) / 6);
    return { exact: encoded.slice(first, end), alignment };
  });
}

/** The first character of a group that holds no bit of the bytes before. */
function firstWhole(alignment: number): number {
  return Math.ceil((alignment * 8) / 6);
}

export interface Decoded {
  readonly text: string;
  /** Where the wrapped text starts in `text`; negative when the bytes are not base64 there. */
  readonly keywordAt: number;
  /** There is more base64 text than was decoded. */
  readonly cut: boolean;
  /** Bytes of the blob that the characters of `text` come from. */
  startOf(index: number): number;
  endOf(index: number): number;
}

/**
 * Decodes the base64 text around a spelling found at `position`: at most `behind`
 * characters before and `ahead` from it on.
 */
export type Decode = (bytes: Uint8Array, position: number, alignment: number, behind: number, ahead: number) => Decoded;

/** Remembers the text around the last spelling: where they stand close together, each piece of text is decoded once. */
export function createDecode(): Decode {
  let text: WrappedText | undefined;
  return (bytes, position, alignment, behind, ahead) => {
    const lead = firstWhole(alignment);
    const most = { before: groups(behind) * 4 + lead, after: groups(ahead) * 4 };
    if (text === undefined || !text.holds(bytes, position, most)) {
      const close = text?.reaches(bytes, position) ?? false;
      text = readWrapped(bytes, position, { ...most, after: most.after + (close ? Math.max(SPAN, most.after) : 0) });
    }
    const at = text.indexOf(position);
    const from = Math.max(0, at - most.before);
    const first = from + ((at - from - lead + 4) % 4);
    const to = Math.min(text.length, at + most.after);
    return decodedPart(text, first, to, ((at - first - lead) / 4) * 3 + alignment);
  };
}

/** More than is asked for is read where spellings stand close together. */
const SPAN = 4096;

function decodedPart(text: WrappedText, first: number, to: number, keywordAt: number): Decoded {
  return {
    text: text.decoded(first, to),
    keywordAt,
    cut: text.goesOnAfter(to),
    startOf: (index) => text.placeOf(first + Math.floor((index * 8) / 6)),
    endOf: (index) => text.placeOf(first + Math.ceil((index * 8) / 6) - 1) + 1,
  };
}

function groups(characters: number): number {
  return Math.ceil(characters / 3);
}
