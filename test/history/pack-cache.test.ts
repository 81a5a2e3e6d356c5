import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPackCache } from '../../src/history/pack/pack-cache.ts';
import { createRandom } from '../support/random.ts';

const SIZE = 300_000;
const random = createRandom('pack');
const bytes = Buffer.from(Array.from({ length: SIZE }, () => random.below(256)));
const folder = mkdtempSync(join(tmpdir(), 'handback-cache-'));
let pack = 0;

beforeAll(() => {
  writeFileSync(join(folder, 'pack'), bytes);
  pack = openSync(join(folder, 'pack'), 'r');
});
afterAll(() => {
  closeSync(pack);
  rmSync(folder, { recursive: true });
});

/** The pack has 19 blocks. */
function smallCache(blocks = 5) {
  const source = { start: 0, end: SIZE };
  const cache = { start: SIZE, end: SIZE + blocks * (1 << 14) };
  const memory = Buffer.alloc(cache.end + 64);
  return { memory, cache: createPackCache({ memory, source, cache }, pack) };
}

test('what is read through the blocks is what the pack holds, in any order and across any border', () => {
  const places = fc.array(fc.tuple(fc.nat(SIZE - 1), fc.oneof(fc.nat(200), fc.nat(100_000))), {
    minLength: 1,
    maxLength: 60,
  });
  fc.assert(
    fc.property(places, fc.constantFrom(0, 1, 5, 40), (reads, blocks) => {
      const { memory, cache } = smallCache(blocks);
      for (const [offset, wanted] of reads) {
        const length = Math.max(1, Math.min(wanted, SIZE - offset));
        const at = cache.at(offset, length);
        expect(bytes.compare(memory, at, at + length, offset, offset + length)).toBe(0);
      }
    }),
    { numRuns: 300 },
  );
});

test('a read over the end of the pack is refused', () => {
  const { cache } = smallCache();
  expect(() => cache.at(SIZE - 10, 11)).toThrow('cut off');
});
