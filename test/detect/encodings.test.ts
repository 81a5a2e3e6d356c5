import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createDetector } from '../../src/detect/detector.ts';
import { mayHoldUtf16, narrow, standsInUtf16, takenFor, waysToRead } from '../../src/detect/utf16.ts';
import { fake } from '../support/fake-tokens.ts';
import { ENCODINGS, encoded, MARKS, mixedText, type Stretch } from '../support/mixed-text.ts';

const detector = createDetector();
const pat = fake('ghp_{base62:30}{crc32-base62}');
const other = fake('ghp_{base62:30}{crc32-base62}', 2);
const values = (bytes: Uint8Array) => detector.scan(bytes).findings.map(({ secret }) => secret.reveal());
const join = (...stretches: readonly Stretch[]) => Buffer.concat(stretches.map(encoded));

describe('a mark proves nothing', () => {
  test.each(Object.entries(MARKS))('%s before plain text hides none of it', (_, mark) => {
    const text = `first\nsecond\n  token = ${pat}\n`;
    const [finding, ...rest] = detector.scan(Buffer.concat([mark, Buffer.from(text)])).findings;
    expect(rest).toEqual([]);
    expect(finding?.secret.reveal()).toBe(pat);
    const start = mark.length + text.indexOf(pat);
    expect(finding).toMatchObject({ start, end: start + 40, line: 3, column: 11, endLine: 3, endColumn: 51 });
  });
});

describe('text of one encoding behind text of another', () => {
  const pairs = ENCODINGS.flatMap((one) => ENCODINGS.map((two) => [one, two] as const));

  test.each(pairs.flatMap(([one, two]) => ['', 'x'].map((odd) => [one, two, odd] as const)))(
    '%s, then %s (%j before): both are found once, in their lines',
    (one, two, odd) => {
      const first = join({ encoding: 'as it is', text: odd }, { encoding: one, text: `a = 1\r\nb = ${pat}\r\n` });
      const second = encoded({ encoding: two, text: `c = 2\r\nd = ${other}\r\n` });
      const { findings } = detector.scan(Buffer.concat([first, second]));
      expect(findings.map(({ secret, line }) => [secret.reveal(), line])).toEqual([
        [pat, 2],
        [other, 4],
      ]);
      const unit = (encoding: string) => (encoding === 'as it is' ? 1 : 2);
      expect(findings.map(({ start, end }) => end - start)).toEqual([40 * unit(one), 40 * unit(two)]);
    },
  );

  test('a little UTF-16 far behind the first bytes is found', () => {
    const plain = 'some line of plain text\n'.repeat(1000);
    const bytes = join({ encoding: 'as it is', text: plain }, { encoding: 'UTF-16LE', text: `key=${pat}\r\n` });
    expect(detector.scan(bytes).findings).toMatchObject([{ start: 24_008, end: 24_088, line: 1001, column: 9 }]);
  });

  test('little plain text behind UTF-16 has the column that it has', () => {
    const bytes = join(
      { encoding: 'UTF-16LE', text: `\ufeff${'a line\r\n'.repeat(500)}` },
      { encoding: 'as it is', text: `key=${pat}\n` },
    );
    expect(detector.scan(bytes).findings).toMatchObject([{ line: 501, column: 5, endColumn: 45 }]);
  });

  test('a byte that is half of another character ends no line of UTF-16', () => {
    const bytes = encoded({ encoding: 'UTF-16LE', text: `\ufeff\u4e0a\u0a05\u4e0a\n${pat}\n` });
    expect(detector.scan(bytes).findings).toMatchObject([{ line: 2, column: 1 }]);
  });
});

describe('whatever stretches are mixed', () => {
  test('a token is found once, at its bytes', () => {
    fc.assert(
      fc.property(mixedText, ({ bytes, token, start, end }) => {
        const found = detector.scan(bytes).findings.filter(({ rule }) => rule === 'github-pat');
        expect(found.map(({ secret }) => secret.reveal())).toEqual([token]);
        expect(Math.abs((found[0]?.start ?? -9) - start)).toBeLessThanOrEqual(1);
        expect((found[0]?.end ?? 0) - (found[0]?.start ?? 0)).toBe(end - start);
      }),
      { numRuns: 500 },
    );
  });

  test('what may be left out is never text', () => {
    const bytes = fc
      .array(fc.constantFrom(0, 0, 0, 65, 66, 63, 10, 200), { maxLength: 80 })
      .map((all) => Buffer.from(all));
    fc.assert(
      fc.property(
        fc.oneof(
          bytes,
          mixedText.map((mixed) => mixed.bytes),
        ),
        (one) => {
          const texts = waysToRead(takenFor(one)).map((way) => narrow(one, way));
          const holds = texts.some((text) => standsInUtf16(text, { start: 0, end: text.length }));
          if (holds) expect(mayHoldUtf16(one)).toBe(true);
        },
      ),
      { numRuns: 2000 },
    );
  });

  test('numbers of two bytes in a binary file are no text', () => {
    const bytes = Buffer.alloc(1000);
    for (let at = 0; at < bytes.length; at += 2) bytes.writeUInt16LE(128 + (at % 100), at);
    expect(mayHoldUtf16(bytes)).toBe(false);
    expect(values(bytes)).toEqual([]);
  });
});
