import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { createBlobEngine } from '../../src/history/blob-engine.ts';
import { scanHistory } from '../../src/history/scan-history.ts';
import { expand } from '../support/fake-tokens.ts';
import { KEY } from './exact.ts';
import { blobEntry, blobName, delta, type WrittenEntry, writePack } from './pack-writer.ts';
import { createRepository } from './repository.ts';

const TOKEN = expand('ghp_{base62:30}{crc32-base62}').text;
const GOOD = Buffer.from(`key = "${TOKEN}"\n`);
const BOMB = deflateSync(Buffer.alloc(64 << 20));
const name = (digit: string) => digit.repeat(40);
const copyAll = [{ offset: 0, length: GOOD.length }];

/**
 * Each is a pack whose first entry is good and whose `bad` entries must be named. Entry
 * numbers count from the good one, 0.
 */
const PACKS: Readonly<Record<string, { entries: readonly WrittenEntry[]; bad: readonly string[] }>> = {
  'a blob that says it is longer than it is': {
    entries: [{ name: name('1'), type: 3, data: Buffer.from('short'), claimedSize: 5000 }],
    bad: [name('1')],
  },
  'a blob that says it is shorter than it is': {
    entries: [{ name: name('1'), type: 3, data: Buffer.alloc(5000), claimedSize: 5 }],
    bad: [name('1')],
  },
  'a small blob that inflates to 64 MB': {
    entries: [{ name: name('1'), type: 3, data: Buffer.of(), claimedSize: 100, compressed: BOMB }],
    bad: [name('1')],
  },
  'a delta that inflates to 64 MB': {
    entries: [{ name: name('1'), type: 6, base: 0, data: Buffer.of(), claimedSize: 100, compressed: BOMB }],
    bad: [name('1')],
  },
  'a blob of 2^60 bytes': {
    entries: [{ name: name('1'), type: 3, data: Buffer.from('x'), claimedSize: 2 ** 60 }],
    bad: [name('1')],
  },
  'compressed data that are none': {
    entries: [{ name: name('1'), type: 3, data: Buffer.alloc(50), compressed: Buffer.alloc(40, 0x55) }],
    bad: [name('1')],
  },
  'two deltas of each other': {
    entries: [
      { name: name('1'), type: 7, base: name('2'), data: delta(GOOD.length, copyAll) },
      { name: name('2'), type: 7, base: name('1'), data: delta(GOOD.length, copyAll) },
    ],
    bad: [name('1'), name('2')],
  },
  'a delta of itself': {
    entries: [{ name: name('1'), type: 7, base: name('1'), data: delta(GOOD.length, copyAll) }],
    bad: [name('1')],
  },
  'a delta of something that does not exist': {
    entries: [{ name: name('1'), type: 7, base: name('9'), data: delta(GOOD.length, copyAll) }],
    bad: [name('1')],
  },
  'a delta for a base of another size, and one that grows from it': {
    entries: [
      { name: name('1'), type: 6, base: 0, data: delta(GOOD.length + 1, copyAll) },
      { name: name('2'), type: 6, base: 1, data: delta(GOOD.length, copyAll) },
    ],
    bad: [name('1'), name('2')],
  },
  'a delta that copies from behind its base': {
    entries: [{ name: name('1'), type: 6, base: 0, data: delta(GOOD.length, [{ offset: 10, length: GOOD.length }]) }],
    bad: [name('1')],
  },
  'a delta that copies from the end of the address space': {
    entries: [{ name: name('1'), type: 6, base: 0, data: delta(GOOD.length, [{ offset: -1, length: 0xffff }]) }],
    bad: [name('1')],
  },
  'a delta that makes more than it says': {
    entries: [{ name: name('1'), type: 6, base: 0, data: delta(GOOD.length, copyAll, 3) }],
    bad: [name('1')],
  },
  'a delta that makes less than it says': {
    entries: [{ name: name('1'), type: 6, base: 0, data: delta(GOOD.length, copyAll, 5000) }],
    bad: [name('1')],
  },
  'a delta that promises 256 MB': {
    entries: [{ name: name('1'), type: 6, base: 0, data: delta(GOOD.length, copyAll, (1 << 28) - 1) }],
    bad: [name('1')],
  },
  'a delta that ends in the middle of an instruction': {
    entries: [{ name: name('1'), type: 6, base: 0, data: delta(GOOD.length, copyAll).subarray(0, 6) }],
    bad: [name('1')],
  },
  'a type that does not exist': { entries: [{ name: name('1'), type: 5, data: Buffer.of(1) }], bad: [name('1')] },
};

test.each(Object.entries(PACKS))('%s is named, and its neighbour is scanned', async (_, { entries, bad }) => {
  using repository = createRepository();
  writePack(repository.directory, [blobEntry(GOOD), ...entries]);
  for (const engine of ['wasm', 'javascript'] as const) {
    const report = await scanHistory({ repository: repository.directory, workers: 0, fingerprintKey: KEY, engine });
    expect(report.notScanned.map(({ object }) => object)).toEqual(bad);
    expect(report.findings.map(({ blob }) => blob)).toEqual([blobName(GOOD)]);
  }
});

test.each(['pack', 'idx'])('a %s file that is cut off anywhere', async (extension) => {
  using repository = createRepository();
  const blobs = [GOOD, Buffer.from(`other = "${TOKEN}"\n`)];
  const { path } = writePack(repository.directory, blobs.map(blobEntry));
  const whole = readFileSync(`${path}.${extension}`);
  for (let length = 0; length < whole.length; length += 1 + Math.floor(whole.length / 10)) {
    writeFileSync(`${path}.${extension}`, whole.subarray(0, length));
    const report = await scanHistory({ repository: repository.directory, workers: 0, fingerprintKey: KEY });
    expect(report.notScanned.length + report.findings.length, `cut at ${length}`).toBeGreaterThan(0);
    const missing = blobs.map(blobName).filter((blob) => !report.findings.some((finding) => finding.blob === blob));
    const named = report.notScanned.map(({ object }) => object);
    expect(missing.every((blob) => named.includes(blob) || named.includes(`${path}.idx`))).toBe(true);
  }
});

test('a pack without an index is named', async () => {
  using repository = createRepository();
  const { path } = writePack(repository.directory, [blobEntry(GOOD)]);
  writeFileSync(path.replace(/pack-.*/, 'pack-lonely.pack'), 'PACK');
  const { notScanned } = await scanHistory({ repository: repository.directory, workers: 0, fingerprintKey: KEY });
  expect(notScanned).toMatchObject([{ reason: 'this pack has no index' }]);
});

const MAKE_PIPE = 'mkfifo';

test('a loose object that is a pipe is named, and nobody waits for it', async () => {
  using repository = createRepository();
  const id = `00${'c'.repeat(38)}`;
  mkdirSync(join(repository.directory, 'objects', '00'), { recursive: true });
  execFileSync(MAKE_PIPE, [join(repository.directory, 'objects', '00', id.slice(2))]);
  const all = await scanHistory({ repository: repository.directory, workers: 0, fingerprintKey: KEY });
  const chosen = await createBlobEngine(KEY).scan(repository.directory, [id]);
  for (const { notScanned } of [all, chosen]) expect(notScanned).toEqual([{ object: id, reason: 'it is no file' }]);
});

test('a loose object that cannot be opened is named, and stops no other', async () => {
  using repository = createRepository();
  const good = repository.feed(GOOD, 'hash-object', '-w', '--stdin').trim();
  const gone = `00${'c'.repeat(38)}`;
  mkdirSync(join(repository.directory, 'objects', '00'), { recursive: true });
  symlinkSync('/nonexistent', join(repository.directory, 'objects', '00', gone.slice(2)));
  writeFileSync(join(repository.directory, 'objects', '01'), 'no folder');
  const report = await scanHistory({ repository: repository.directory, workers: 0, fingerprintKey: KEY });
  expect(report.findings.map(({ blob }) => blob)).toEqual([good]);
  expect(report.notScanned.map(({ object }) => object)).toEqual([join(repository.directory, 'objects', '01'), gone]);
});
