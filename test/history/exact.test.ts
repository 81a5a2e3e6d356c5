import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { expand } from '../support/fake-tokens.ts';
import { createRandom, type Random } from '../support/random.ts';
import { expectExact } from './exact.ts';
import { createRepository, type PlannedCommit, type TestRepository } from './repository.ts';
import { edited, LONG_SECRETS, ordinaryText, secretText } from './texts.ts';

/** Several files that many commits change a little, on two branches that meet now and then. */
function busyHistory(random: Random, commits: number): PlannedCommit[] {
  const files = new Map<string, string>();
  return Array.from({ length: commits }, (_, number) => {
    const name = `file${random.below(6)}.txt`;
    const before = files.get(name) ?? ordinaryText(random, 200 + random.below(30_000)) + secretText(random);
    const after = edited(edited(before, random), random).slice(0, 300_000);
    files.set(name, after);
    const merges = number > 10 && number % 10 === 0;
    return {
      branch: number % 5 === 0 ? 'main' : 'side',
      parents: number === 0 ? [] : merges ? [number - 1, number - 7] : [number - 1],
      files: { [name]: Buffer.from(after, 'latin1') },
    };
  });
}

const LAYOUTS: Readonly<Record<string, readonly string[]>> = {
  'offset deltas': ['repack', '-adfq', '--depth=50', '--window=20'],
  'chains of up to 4000 deltas': ['repack', '-adfq', '--depth=4000', '--window=50'],
  'deltas by name': ['-c', 'repack.useDeltaBaseOffset=false', 'repack', '-adfq'],
  'stored, not compressed': ['-c', 'pack.compression=0', 'repack', '-adFq'],
  'best compression': ['-c', 'pack.compression=9', 'repack', '-adFq'],
};

test.each(Object.entries(LAYOUTS))('a busy history, packed with %s', async (name, command) => {
  using repository = createRepository();
  repository.commit(busyHistory(createRandom(name), 150));
  repository.git(...command);
  expect(await expectExact(repository.directory, [0, 2])).toBeGreaterThan(100);
});

test('a SHA-256 repository', async () => {
  using repository = createRepository('--object-format=sha256');
  const commits = busyHistory(createRandom('sha256'), 80);
  repository.commit(commits.slice(0, 60));
  repository.git('repack', '-adfq');
  repository.commit(commits.slice(60), 'loose');
  expect(await expectExact(repository.directory)).toBeGreaterThan(10);
});

test('several packs, loose objects, and objects that lie in both', async () => {
  using repository = createRepository();
  const commits = busyHistory(createRandom('layers'), 120);
  repository.commit(commits.slice(0, 40));
  repository.commit(commits.slice(40, 80));
  repository.git('repack', '-q');
  repository.commit(commits.slice(80), 'loose');
  repository.feed(
    repository.git('rev-list', '--all', '--objects', '--no-object-names'),
    'pack-objects',
    '-q',
    pack(repository),
  );
  repository.git('repack', '-q', '--write-midx');
  expect(await expectExact(repository.directory, [0, 2])).toBeGreaterThan(50);
});

function pack({ directory }: TestRepository): string {
  return join(directory, 'objects', 'pack', 'pack');
}

test('objects borrowed from another repository, and from one that this one borrows from', async () => {
  using lender = createRepository();
  using middle = createRepository();
  using borrower = createRepository();
  lender.commit(busyHistory(createRandom('lender'), 40));
  middle.commit(busyHistory(createRandom('middle'), 40), 'loose');
  borrower.commit(busyHistory(createRandom('borrower'), 10));
  writeFileSync(
    join(middle.directory, 'objects/info/alternates'),
    `# a comment\n${join(lender.directory, 'objects')}\n`,
  );
  const relative = `../../${basename(middle.directory)}/objects`;
  writeFileSync(join(borrower.directory, 'objects/info/alternates'), `${relative}\n`);
  expect(await expectExact(borrower.directory)).toBeGreaterThan(30);
});

test('a blob above 16 MB, and a delta of it', async () => {
  using repository = createRepository();
  const random = createRandom('big');
  const filler = ordinaryText(random, 1 << 20).repeat(16);
  const long = expand(LONG_SECRETS[0] ?? '').text;
  const big = `${filler.slice(18_000)}\n${long}\n${filler.slice(0, 30_000)}\n${secretText(random)}\n${long}`;
  repository.commit([
    { branch: 'main', parents: [], files: { big: Buffer.from(big, 'latin1') } },
    { branch: 'main', parents: [0], files: { big: Buffer.from(`${big}\nkey`, 'latin1') } },
  ]);
  repository.git('-c', 'core.bigFileThreshold=1g', 'repack', '-adfq');
  expect(await expectExact(repository.directory, [0], ['wasm'])).toBeGreaterThan(2);
});

test('UTF-16 files, and files that become UTF-16 or cease to be', async () => {
  using repository = createRepository();
  const random = createRandom('utf16');
  const text = ordinaryText(random, 5000) + secretText(random);
  const versions = Array.from({ length: 12 }, (_, n) => edited(edited(text, random), random) + secretText(random) + n);
  const encoded = versions.map((one, n) => (n % 3 === 0 ? Buffer.from(one, 'latin1') : utf16(one, n % 3 === 1)));
  repository.commit(
    encoded.map((bytes, n) => ({ branch: 'main', parents: n === 0 ? [] : [n - 1], files: { 'a.txt': bytes } })),
  );
  repository.git('repack', '-adfq');
  expect(await expectExact(repository.directory)).toBeGreaterThan(4);
});

function utf16(text: string, bigEndian: boolean): Buffer {
  const bytes = Buffer.from(text, 'utf16le');
  return bigEndian ? bytes.subarray(0, bytes.length & ~1).swap16() : bytes;
}
