import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createPrefilter } from '../../src/detect/prefilter.ts';

type Hit = readonly [position: number, keyword: number];

function found(keywords: readonly string[], text: string): Hit[] {
  const hits: Hit[] = [];
  createPrefilter(keywords).hits(Buffer.from(text, 'latin1'), (position, keyword) => hits.push([position, keyword]));
  return hits;
}

function naive(keywords: readonly string[], text: string): Hit[] {
  const lower = text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  const hits: Hit[] = [];
  for (let position = 0; position < text.length; position++) {
    keywords.forEach((keyword, index) => {
      if (lower.startsWith(keyword, position)) hits.push([position, index]);
    });
  }
  return hits;
}

const keyword = fc.string({ unit: fc.constantFrom('a', 'b', '_', '-', '\xe9'), minLength: 1, maxLength: 5 });
const text = fc.string({ unit: fc.constantFrom('a', 'A', 'b', 'B', '_', '-', '\xe9', '\xc9', '\n'), maxLength: 120 });

test('emits what a naive search finds, in order, in any case of ASCII letters', () => {
  fc.assert(
    fc.property(fc.uniqueArray(keyword, { minLength: 1, maxLength: 8 }), text, (keywords, input) => {
      expect(found(keywords, input)).toEqual(naive(keywords, input));
    }),
  );
});

test('misses nothing and doubles nothing where blocks and quarters meet', () => {
  const block = 1 << 20;
  const meeting = [block / 4, block / 2, (3 * block) / 4, block].flatMap((edge) => [
    edge - 6,
    edge - 3,
    edge,
    edge + 3,
  ]);
  const input = Buffer.alloc(block * 2 + 17, '.');
  for (const at of meeting) input.write('abc', at, 'latin1');
  const positions = found(['abc', '.a'], input.toString('latin1')).map(([position]) => position);
  expect(positions).toEqual(naive(['abc', '.a'], input.toString('latin1')).map(([position]) => position));
  expect(positions.length).toBeGreaterThanOrEqual(meeting.length);
});

test('has nothing to say about no keywords and no bytes', () => {
  expect(found([], 'abc')).toEqual([]);
  expect(found(['abc'], '')).toEqual([]);
});
