import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createTreeCore, TooManyTrees, type TreeCore } from '../../src/history/core/tree-core.ts';
import { coreModule } from '../detect-wasm/module.ts';

const NAMES = Array.from({ length: 12 }, (_, n) => n.toString(16).repeat(40));
const CHOSEN = NAMES.slice(0, 3);

interface Entry {
  readonly mode: string;
  readonly path: string;
  readonly name: string;
}

const entry: fc.Arbitrary<Entry> = fc.record({
  mode: fc.constantFrom('40000', '040000', '100644', '100755', '100664', '120000', '160000', '0', '7777777'),
  path: fc.string({ unit: fc.constantFrom('a', '.', ' ', '\xff'), minLength: 0, maxLength: 40 }),
  name: fc.constantFrom(...NAMES),
});

function treeOf(entries: readonly Entry[]): Buffer {
  return Buffer.concat(
    entries.flatMap(({ mode, path, name }) => [Buffer.from(`${mode} ${path}\0`, 'latin1'), Buffer.from(name, 'hex')]),
  );
}

/** Names of what stands in the tree, or undefined when it is broken. Bytes behind it must not count. */
function read(core: TreeCore, bytes: Buffer): string[] | undefined {
  const { start } = core.arena;
  core.memory.set(bytes, start);
  core.memory.write('40000 x\0'.repeat(8), start + bytes.length, 'latin1');
  const numbers = core.readTree(start, start + bytes.length);
  return numbers && Array.from(numbers, core.nameOf);
}

/** Git's reading of a mode (canon_mode): trees, files and links, and the rest is for submodules. */
function stands({ mode, name }: Entry): 'tree' | 'blob' | undefined {
  const format = Number.parseInt(mode, 8) & 0xf000;
  if (format === 0x4000) return 'tree';
  return (format === 0x8000 || format === 0xa000) && CHOSEN.includes(name) ? 'blob' : undefined;
}

test('trees and chosen blobs, in order; a chosen blob in the place of a tree is broken', () => {
  const core = createTreeCore(coreModule, 20, CHOSEN, 100);
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 20 }), (entries) => {
      const wrong = entries.some((one) => stands(one) === 'tree' && CHOSEN.includes(one.name));
      const expected = entries.filter((one) => stands(one) !== undefined).map(({ name }) => name);
      expect(read(core, treeOf(entries))).toEqual(wrong ? undefined : expected);
    }),
    { numRuns: 2000 },
  );
});

test('a tree that is cut off is broken, whatever lies behind it', () => {
  const core = createTreeCore(coreModule, 20, CHOSEN, 100);
  const whole = treeOf([
    { mode: '40000', path: 'folder', name: NAMES[7] ?? '' },
    { mode: '100644', path: 'a file with a long name', name: NAMES[1] ?? '' },
  ]);
  const first = whole.indexOf(0) + 21;
  for (let end = 1; end < whole.length; end++) {
    expect(read(core, whole.subarray(0, end))).toEqual(end === first ? [NAMES[7]] : undefined);
  }
});

test('any bytes are read or refused', () => {
  const core = createTreeCore(coreModule, 32, [], 1000);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const found = read(core, Buffer.from(bytes));
      expect(found === undefined || found.length * 35 <= bytes.length).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

const numbered = (n: number, tail: string): string =>
  n.toString(16).padStart(8, '0').concat(tail.repeat(32)).slice(0, 40);

test('when there is no room for more trees, that is said', () => {
  const core = createTreeCore(coreModule, 20, CHOSEN, 100);
  for (let n = 0; n < 100; n++) expect(core.numberOf(numbered(n, 'a'))).toBe(CHOSEN.length + n);
  expect(core.numberOf(numbered(99, 'a'))).toBe(CHOSEN.length + 99);
  expect(() => core.numberOf(numbered(100, 'a'))).toThrow(TooManyTrees);
});

test('names that were made to collide are refused instead of searched for ever', () => {
  const core = createTreeCore(coreModule, 20, [], 100_000);
  const colliding = (n: number): string => `00000000${n.toString(16).padStart(32, '0')}`;
  const addAll = (): void => {
    for (let n = 0; n < 100_000; n++) core.numberOf(colliding(n));
  };
  expect(addAll).toThrow(TooManyTrees);
});
