import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assignmentFollows } from '../../src/detect/assignment.ts';
import { createConfirmer } from '../../src/detect/confirm.ts';
import { createPrefilter, type Prefilter } from '../../src/detect/prefilter.ts';
import { rules } from '../../src/detect/rules/index.ts';
import { instantiateCore } from '../../src/detect/wasm/core.ts';
import { filterTables } from '../../src/detect/wasm/tables.ts';
import { createWasmPrefilter } from '../../src/detect/wasm/wasm-prefilter.ts';
import { coreModule } from './module.ts';

const { keywords } = createConfirmer(rules);

function hitsOf(prefilter: Prefilter, bytes: Uint8Array): string[] {
  const hits: string[] = [];
  prefilter.hits(bytes, (position, keyword) => hits.push(`${position}:${keyword}`));
  return hits;
}

/** Bytes in which keywords stand whole, cut, in any case, side by side and among any other bytes. */
function bytesWith(words: readonly string[]): fc.Arbitrary<Buffer> {
  const word = fc.constantFrom(...words);
  const piece = fc.oneof(
    word,
    word.map((one) => one.toUpperCase()),
    fc.tuple(word, fc.nat(20)).map(([one, end]) => one.slice(0, end)),
    fc.constantFrom('', ' ', '=', '": "', 'aaaa', '____'),
    fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
  );
  return fc.array(piece, { maxLength: 60 }).map((pieces) => Buffer.from(pieces.join(''), 'latin1'));
}

test('the same hits in the same order as the plain filter, for all our keywords', () => {
  const fast = createWasmPrefilter(coreModule, keywords);
  const plain = createPrefilter(keywords);
  fc.assert(
    fc.property(bytesWith(keywords), (bytes) => {
      expect(hitsOf(fast, bytes)).toEqual(hitsOf(plain, bytes));
    }),
  );
});

test('the same for any other keywords', () => {
  const keyword = fc.string({ unit: fc.constantFrom(...'abcyz_-.09'.split('')), minLength: 3, maxLength: 12 });
  const sets = fc.uniqueArray(keyword, { minLength: 1, maxLength: 12 });
  const cases = sets.chain((words) => fc.tuple(fc.constant(words), bytesWith(words)));
  fc.assert(
    fc.property(cases, ([words, bytes]) => {
      const plain = hitsOf(createPrefilter(words), bytes);
      expect(hitsOf(createWasmPrefilter(coreModule, words), bytes)).toEqual(plain);
    }),
    { numRuns: 50 },
  );
});

test('keywords on both sides of the place where two pieces of a long input meet', () => {
  const bytes = Buffer.alloc((2 << 20) + 100, ' ');
  const word = 'github_pat_';
  for (let at = -word.length; at <= 1; at++) bytes.write(word, (1 << 20) + at * 20, 'latin1');
  for (let at = 0; at < word.length; at++) bytes.write(word.slice(at), (2 << 20) - 3, 'latin1');
  expect(hitsOf(createWasmPrefilter(coreModule, [word]), bytes)).toEqual(hitsOf(createPrefilter([word]), bytes));
});

test('more hits than there is room for at once', () => {
  const words = ['aaa', 'aaaa', 'aaaaa', 'aaaaaa'];
  const bytes = Buffer.alloc(20_000, 'a');
  expect(hitsOf(createWasmPrefilter(coreModule, words), bytes)).toEqual(hitsOf(createPrefilter(words), bytes));
});

test('a gated keyword is reported where assignmentFollows says so, and only there', () => {
  const tables = filterTables(['key'], [true]);
  const core = instantiateCore(coreModule, tables, 4 << 20);
  const text = 2 << 20;
  const hits = 1 << 20;
  const pieces = [
    ...'ab_.- \t\n"\'`)]\\=:>,|?vVx\x80\xa0'.split(''),
    'a'.repeat(39),
    'b'.repeat(79),
    '"'.repeat(5),
    ' '.repeat(23),
  ];
  const after = fc.string({ unit: fc.constantFrom(...pieces), maxLength: 120 });
  fc.assert(
    fc.property(after, (rest) => {
      const bytes = Buffer.from(`key${rest}`, 'latin1');
      core.memory.set(bytes, text);
      core.memory.write('======', text + bytes.length, 'latin1'); // what lies behind the blob must not count
      const end = text + bytes.length;
      const { filter } = core.exports;
      const stop = filter(text, text, text + 1, text, end, tables.spread, hits, hits + (1 << 18), 1 << 17);
      expect(stop > hits).toBe(assignmentFollows(bytes, 3));
    }),
    { numRuns: 2000 },
  );
});
