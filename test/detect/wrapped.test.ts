import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createDecode, type Decoded } from '../../src/detect/wrapped.ts';

const piece = fc.oneof(
  fc.string({ unit: fc.constantFrom(...'ABCxyz019+/-_'.split('')), maxLength: 90 }),
  fc.constantFrom('\n', '\r\n', ' ', '=', '\n\n'),
  fc
    .string({ unit: fc.constantFrom(...'abcDEF456'.split('')), minLength: 60, maxLength: 76 })
    .map((line) => `${line}\n`),
);
const question = fc.record({
  at: fc.double({ min: 0, max: 0.999, noNaN: true }),
  alignment: fc.constantFrom(0, 1, 2),
  behind: fc.nat(40),
  ahead: fc.nat(400),
});

function shown({ text, keywordAt, cut, startOf, endOf }: Decoded): unknown {
  const places = Array.from({ length: text.length }, (_, index) => [startOf(index), endOf(index + 1)]);
  return { text, keywordAt, cut, places };
}

test('what is remembered of base64 text changes no answer', () => {
  fc.assert(
    fc.property(
      fc.array(piece, { minLength: 1, maxLength: 40 }),
      fc.array(question, { minLength: 1 }),
      (text, asked) => {
        const bytes = Buffer.from(`${text.join('')}A`, 'latin1');
        const letters = [...bytes.keys()].filter((at) => /[\w+/-]/.test(String.fromCharCode(bytes[at] ?? 0)));
        const remembering = createDecode();
        for (const { at, alignment, behind, ahead } of asked) {
          const position = letters[Math.floor(at * letters.length)] ?? 0;
          const answer = remembering(bytes, position, alignment, behind, ahead);
          expect(shown(answer)).toEqual(shown(createDecode()(bytes, position, alignment, behind, ahead)));
        }
      },
    ),
  );
});

test('another text is not answered from memory', () => {
  const decode = createDecode();
  const texts = ['first text', 'other text'].map((text) => Buffer.from(Buffer.from(text).toString('base64')));
  expect(texts.map((bytes) => decode(bytes, 0, 0, 0, 20).text)).toEqual(['first text', 'other text']);
});
