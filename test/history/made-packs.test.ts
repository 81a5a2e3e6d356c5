import { expect, test } from 'vitest';
import { fullScan } from '../../bench/full-scan.ts';
import { scanHistory } from '../../src/history/scan-history.ts';
import { expand } from '../support/fake-tokens.ts';
import { createRandom } from '../support/random.ts';
import { expectExact, KEY } from './exact.ts';
import { blobEntry, blobName, delta, type WrittenEntry, writePack } from './pack-writer.ts';
import { createRepository } from './repository.ts';
import { LONG_SECRETS, ordinaryText } from './texts.ts';

const bytesOf = (text: string) => Buffer.from(text, 'latin1');
const TOKEN = expand('ghp_{base62:30}{crc32-base62}').text;

/** An entry for `result` that names its base; the delta is given by its steps. */
function deltaOf(
  base: Buffer,
  baseName: number | string,
  steps: Parameters<typeof delta>[1],
  result: Buffer,
): WrittenEntry {
  const type = typeof baseName === 'number' ? 6 : 7;
  return { name: blobName(result), type, data: delta(base.length, steps), base: baseName };
}

test.each(['packed', 'loose'] as const)(
  'a delta by name of a blob that is %s elsewhere, and one that grows from it',
  async (stored) => {
    using repository = createRepository();
    using plain = createRepository();
    const base = bytesOf(`${ordinaryText(createRandom('base'), 3000)}\nkey = "${TOKEN}"\n`);
    const middle = Buffer.concat([bytesOf('first\n'), base]);
    const top = Buffer.concat([middle, bytesOf(`again ${TOKEN}\n`)]);
    if (stored === 'packed') writePack(repository.directory, [blobEntry(base)]);
    else repository.feed(base, 'hash-object', '-w', '--stdin');
    writePack(repository.directory, [
      deltaOf(base, blobName(base), [bytesOf('first\n'), { offset: 0, length: base.length }], middle),
      deltaOf(middle, 0, [{ offset: 0, length: middle.length }, bytesOf(`again ${TOKEN}\n`)], top),
    ]);
    writePack(plain.directory, [base, middle, top].map(blobEntry));
    const report = await scanHistory({ repository: repository.directory, workers: 0, fingerprintKey: KEY });
    expect(report.notScanned).toEqual([]);
    expect(report.findings).toHaveLength(4);
    expect(report.findings).toEqual((await fullScan(plain.directory, KEY)).findings);
  },
);

test('copies that are split in the middle of a secret, as git does at 64 KiB', async () => {
  using repository = createRepository();
  const random = createRandom('split');
  const secrets = [TOKEN, ...LONG_SECRETS.map((example) => expand(example).text)];
  const entries = secrets.flatMap((secret, n) => {
    const base = bytesOf(`${ordinaryText(random, 2000 + n)}\n${secret}\n${ordinaryText(random, 2000)}`);
    const middle = base.indexOf(bytesOf(secret)) + Math.floor(secret.length / 2);
    const steps = [
      { offset: 0, length: middle },
      { offset: middle, length: base.length - middle },
    ];
    const result = Buffer.concat([base, bytesOf('!')]);
    return [blobEntry(base), deltaOf(base, 2 * n, [...steps, bytesOf('!')], result)];
  });
  writePack(repository.directory, entries);
  expect(await expectExact(repository.directory)).toBeGreaterThanOrEqual(2 * secrets.length - 4);
});

test('a delta that only cuts the tail or the head, at every place in and around a secret', async () => {
  using repository = createRepository();
  const base = bytesOf(`${'x'.repeat(40)} ${TOKEN} ${'y'.repeat(40)}`);
  const entries: WrittenEntry[] = [blobEntry(base)];
  for (let at = 1; at < base.length; at++) {
    entries.push(deltaOf(base, 0, [{ offset: 0, length: at }], base.subarray(0, at)));
    entries.push(deltaOf(base, 0, [{ offset: at, length: base.length - at }], base.subarray(at)));
  }
  writePack(repository.directory, entries);
  expect(await expectExact(repository.directory)).toBeGreaterThan(80);
});

test('a long secret that is cut off or completed far behind its beginning', async () => {
  using repository = createRepository();
  const long = LONG_SECRETS.map((example) => bytesOf(`${expand(example).text}\n`));
  const entries: WrittenEntry[] = [];
  for (const whole of long) {
    const root = entries.length;
    const end = Math.floor(whole.length * 0.9);
    const broken = Buffer.concat([whole.subarray(0, end), bytesOf(' ! '), whole.subarray(end)]);
    const steps = [{ offset: 0, length: end }, bytesOf(' ! '), { offset: end, length: whole.length - end }];
    const mended = Buffer.concat([whole, bytesOf('# mended\n')]);
    const back = [{ offset: 0, length: end }, { offset: end + 3, length: whole.length - end }, bytesOf('# mended\n')];
    entries.push(blobEntry(whole), deltaOf(whole, root, steps, broken), deltaOf(broken, root + 1, back, mended));
  }
  writePack(repository.directory, entries);
  expect(await expectExact(repository.directory)).toBeGreaterThanOrEqual(long.length);
});

test('a blob crowded with keywords, and deltas of it that are not', async () => {
  using repository = createRepository();
  const crowded = bytesOf('https://x '.repeat(3000));
  const sparse = bytesOf(`${ordinaryText(createRandom('sparse'), 4000)} ${TOKEN}\n`);
  const both = Buffer.concat([sparse, crowded]);
  const again = Buffer.concat([sparse, bytesOf('and again\n')]);
  const all = { offset: 0, length: crowded.length };
  writePack(repository.directory, [
    blobEntry(crowded),
    deltaOf(crowded, 0, [sparse, all], both),
    deltaOf(both, 1, [{ offset: 0, length: sparse.length }, bytesOf('and again\n')], again),
    deltaOf(again, 2, [{ offset: 0, length: again.length }, crowded], Buffer.concat([again, crowded])),
  ]);
  expect(await expectExact(repository.directory)).toBe(3);
});

test('many small copies in another order, with and without a secret between them', async () => {
  using repository = createRepository();
  const random = createRandom('order');
  const base = bytesOf(`${ordinaryText(random, 6000)} token = "${TOKEN}" ${ordinaryText(random, 6000)}`);
  const entries: WrittenEntry[] = [blobEntry(base)];
  for (let n = 0; n < 60; n++) {
    const steps = Array.from({ length: 1 + random.below(12) }, () => {
      const offset = random.below(base.length - 1);
      return { offset, length: 1 + random.below(Math.min(3000, base.length - offset)) };
    });
    const result = Buffer.concat(steps.map(({ offset, length }) => base.subarray(offset, offset + length)));
    entries.push(deltaOf(base, 0, steps, result));
  }
  const unique = new Map(entries.map((one) => [one.name, one]));
  writePack(repository.directory, [...unique.values()]);
  expect(await expectExact(repository.directory)).toBeGreaterThan(5);
});

test('a chain of 3000 deltas: the walk does not recurse', async () => {
  using repository = createRepository();
  const base = bytesOf(`key = "${TOKEN}"\n`);
  const entries: WrittenEntry[] = [blobEntry(base)];
  let before = base;
  for (let n = 0; n < 3000; n++) {
    const after = Buffer.concat([before, bytesOf(`${n % 10}`)]);
    entries.push(deltaOf(before, n, [{ offset: 0, length: before.length }, bytesOf(`${n % 10}`)], after));
    before = after;
  }
  writePack(repository.directory, entries);
  expect(await expectExact(repository.directory)).toBe(3001);
});
