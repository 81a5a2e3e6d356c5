import { expect, test } from 'vitest';
import { createBlobEngine } from '../../src/history/blob-engine.ts';
import { scanHistory } from '../../src/history/scan-history.ts';
import { expand } from '../support/fake-tokens.ts';
import { KEY } from './exact.ts';
import { blobName } from './pack-writer.ts';
import { createRepository } from './repository.ts';

const secret = (seed: number) => Buffer.from(`key ${expand('ghp_{base62:30}{crc32-base62}', seed).text}\n`);

test('only what is new since the given commits is scanned, side branches and merges too', async () => {
  using repository = createRepository();
  repository.commit([
    { branch: 'main', parents: [], files: { a: secret(1) } },
    { branch: 'main', parents: [0], files: { a: secret(2), b: secret(1) } },
  ]);
  const known = repository.git('rev-parse', 'main').trim();
  repository.commit([
    { branch: 'side', parents: [0], files: { c: secret(3) } },
    { branch: 'main', parents: [1, 2], files: { a: secret(4), c: secret(3) } },
    { branch: 'main', parents: [3], files: { a: undefined } },
  ]);
  const options = { repository: repository.directory, workers: 0, fingerprintKey: KEY };
  const found = async (since: string[]) => {
    const report = await scanHistory({ ...options, since });
    expect(report.notScanned).toEqual([]);
    return report.findings.map(({ blob }) => blob);
  };
  expect(await found([known])).toEqual([blobName(secret(3)), blobName(secret(4))].sort());
  expect(await found(['0'.repeat(40)])).toEqual([1, 2, 3, 4].map((seed) => blobName(secret(seed))).sort());
});

test('the warm engine scans chosen blobs, packed, delta or loose, and names what it cannot read', async () => {
  using repository = createRepository();
  const versions = [1, 2, 3].map((seed) => Buffer.concat([Buffer.alloc(5000, 'text '), secret(seed)]));
  repository.commit(versions.map((file, n) => ({ branch: 'main', parents: n === 0 ? [] : [n - 1], files: { file } })));
  repository.git('repack', '-adfq');
  repository.feed(secret(9), 'hash-object', '-w', '--stdin');
  const tree = repository.git('rev-parse', 'main^{tree}').trim();
  const ids = [...versions, secret(9)].map(blobName);
  const engine = createBlobEngine(KEY);
  const [report, empty] = await Promise.all([
    engine.scan(repository.directory, [...ids, tree, 'f'.repeat(40)]),
    engine.scan(repository.directory, []),
  ]);
  expect(report.findings.map(({ blob }) => blob)).toEqual(ids.sort());
  expect(report.notScanned.map(({ object }) => object)).toEqual(['f'.repeat(40)]);
  expect(empty.findings).toEqual([]);
});

test.each([
  { what: 'large blobs', many: 10, bytes: 2 << 20, turns: 9 },
  { what: 'small blobs', many: 400, bytes: 100, turns: 5 },
])('while the warm engine scans many $what everything else has its turns', async ({ many, bytes, turns }) => {
  using repository = createRepository();
  const files = Array.from({ length: many }, (_, seed) => Buffer.concat([Buffer.alloc(bytes, 'text '), secret(seed)]));
  repository.commit([{ branch: 'main', parents: [], files: Object.fromEntries(files.entries()) }]);
  const engine = createBlobEngine(KEY);
  let had = 0;
  let next = setImmediate(function turn() {
    had += 1;
    next = setImmediate(turn);
  });
  // In one engine at once: there is one memory.
  const reports = await Promise.all([1, 2].map(() => engine.scan(repository.directory, files.map(blobName))));
  clearImmediate(next);
  expect(had).toBeGreaterThanOrEqual(2 * turns);
  expect(reports.map(({ findings }) => findings.length)).toEqual([many, many]);
});

test('giving up ends the scan with the reason given', async () => {
  using repository = createRepository();
  repository.commit([{ branch: 'main', parents: [], files: { a: secret(1) } }]);
  const controller = new AbortController();
  const options = { repository: repository.directory, workers: 1, fingerprintKey: KEY, signal: controller.signal };
  const scan = scanHistory(options);
  controller.abort(new Error('enough'));
  await expect(scan).rejects.toThrow('enough');
});
