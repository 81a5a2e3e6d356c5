import { constants, deflateSync, inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { instantiateCore } from '../../src/detect/wasm/core.ts';
import { filterTables } from '../../src/detect/wasm/tables.ts';
import { coreModule } from './module.ts';

const core = instantiateCore(coreModule, filterTables(['key']), 8 << 20);
const FROM = 1 << 20;
const TO = 4 << 20;

/** What the module makes of a stream when so many bytes may come out, with other bytes lying behind the stream. */
function inflate(stream: Uint8Array, limit: number): Buffer | 'broken' {
  core.memory.fill(0xaa, FROM, FROM + stream.length + 100);
  core.memory.set(stream, FROM);
  core.memory.fill(0x77, TO, TO + limit + 100);
  const end = core.exports.inflate(FROM, FROM + stream.length, TO, TO + limit);
  expect(core.memory.subarray(TO + limit + core.slack, TO + limit + 100).every((byte) => byte === 0x77)).toBe(true);
  return end < 0 ? 'broken' : Buffer.from(core.memory.subarray(TO, end));
}

const contents = fc.oneof(
  fc.uint8Array({ maxLength: 3000 }),
  fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' ', '\n'), maxLength: 20_000 }).map((text) => Buffer.from(text)),
  fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 40 }), fc.nat(2000)).map(([part, times]) => {
    return Buffer.concat(Array.from({ length: times }, () => part));
  }),
);

const options = fc.record({
  level: fc.integer({ min: 0, max: 9 }),
  memLevel: fc.integer({ min: 1, max: 9 }),
  strategy: fc.constantFrom(constants.Z_DEFAULT_STRATEGY, constants.Z_HUFFMAN_ONLY, constants.Z_RLE, constants.Z_FIXED),
});

test('inflates what zlib deflates, however it is told to', () => {
  fc.assert(
    fc.property(contents, options, (bytes, how) => {
      expect(inflate(deflateSync(bytes, how), bytes.length)).toEqual(Buffer.from(bytes));
    }),
    { numRuns: 500 },
  );
});

test('writes no byte more than it may', () => {
  fc.assert(
    fc.property(contents, options, fc.nat(100), (bytes, how, missing) => {
      fc.pre(bytes.length > missing);
      expect(inflate(deflateSync(bytes, how), bytes.length - missing - 1)).toBe('broken');
    }),
  );
});

test('calls a stream broken where zlib does', () => {
  const damage = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(255)), {
    minLength: 1,
    maxLength: 4,
  });
  fc.assert(
    fc.property(contents, options, damage, fc.double({ min: 0, max: 1, noNaN: true }), (bytes, how, changes, cut) => {
      const whole = deflateSync(bytes, how);
      const stream = whole.subarray(0, cut < 0.3 ? Math.ceil(whole.length * cut * 3) : whole.length);
      for (const [place, byte] of changes) stream[Math.floor(place * (stream.length - 1))] = byte;
      expect(inflate(stream, 100_000)).toEqual(inflateWithZlib(stream, 100_000));
    }),
    { numRuns: 3000 },
  );
});

test('calls bytes that are no stream broken, or reads them as zlib does', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
      const stream = Buffer.from([0x78, 0x9c, ...noise]);
      expect(inflate(stream, 100_000)).toEqual(inflateWithZlib(stream, 100_000));
    }),
    { numRuns: 3000 },
  );
});

function inflateWithZlib(stream: Uint8Array, limit: number): Buffer | 'broken' {
  try {
    return inflateSync(stream, { maxOutputLength: limit });
  } catch {
    return 'broken';
  }
}
