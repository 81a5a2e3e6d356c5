import fc from 'fast-check';
import { fake } from './fake-tokens.ts';

export type Encoding = 'as it is' | 'UTF-16LE' | 'UTF-16BE';

export interface Stretch {
  readonly encoding: Encoding;
  readonly text: string;
}

export function encoded({ encoding, text }: Stretch): Buffer {
  if (encoding === 'as it is') return Buffer.from(text);
  const bytes = Buffer.from(text, 'utf16le');
  return encoding === 'UTF-16BE' ? bytes.swap16() : bytes;
}

export const MARKS: Readonly<Record<string, Buffer>> = {
  'no mark': Buffer.of(),
  'the mark FF FE': Buffer.of(0xff, 0xfe),
  'the mark FE FF': Buffer.of(0xfe, 0xff),
  'a mark of UTF-8': Buffer.of(0xef, 0xbb, 0xbf),
};

export const ENCODINGS: readonly Encoding[] = ['as it is', 'UTF-16LE', 'UTF-16BE'];

const encoding = fc.constantFrom(...ENCODINGS);
const stretch = fc.record({ encoding, text: fc.string({ unit: 'binary-ascii', maxLength: 700 }) });

/** Fewer characters are not taken for text in UTF-16. */
const LEAST = 8;

function asText({ encoding: one, text }: Stretch): Stretch {
  return { encoding: one, text: text.replaceAll(/[^!->@-~]/g, 'x') };
}

/**
 * Any mixture of stretches, in one of which stands a token, between line ends of its own or
 * of nothing but other encodings; and where that is.
 */
export const mixedText = fc
  .record({
    mark: fc.constantFrom(...Object.values(MARKS)),
    before: fc.array(stretch, { maxLength: 4 }),
    own: encoding,
    alone: fc.boolean(),
    after: fc.array(stretch, { maxLength: 4 }),
    seed: fc.nat(),
  })
  .map(({ mark, before, own, alone, after, seed }) => {
    const text = fake('ghp_{base62:30}{crc32-base62}', seed);
    const lineEnd: Stretch[] = alone ? [] : [{ encoding: own, text: '\n' }];
    const beside = (all: readonly Stretch[]) => (alone ? all.filter(isOther).map(asText) : all);
    const isOther = (one: Stretch) => one.encoding !== own && one.text.length >= LEAST;
    const lead = Buffer.concat([mark, ...[...beside(before), ...lineEnd].map(encoded)]);
    const token = encoded({ encoding: own, text });
    const rest = [...lineEnd, ...beside(after)].map(encoded);
    const bytes = Buffer.concat([lead, token, ...rest]);
    return { bytes, token: text, start: lead.length, end: lead.length + token.length };
  });
