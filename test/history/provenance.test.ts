import { expect, test } from 'vitest';
import { holders } from '../../src/history/holders.ts';
import { earliest, readIntroductions } from '../../src/history/introductions.ts';
import { scanHistory } from '../../src/history/scan-history.ts';
import { expand } from '../support/fake-tokens.ts';
import { createRandom } from '../support/random.ts';
import { KEY } from './exact.ts';
import { blobName } from './pack-writer.ts';
import { createRepository, type PlannedCommit, type TestRepository } from './repository.ts';

const TOKEN = expand('ghp_{base62:30}{crc32-base62}').text;
const bytesOf = (text: string) => Buffer.from(text, 'latin1');
const secret = (text: string) => bytesOf(`${text} ${TOKEN}\n`);

/** Commits that write, copy and delete a few files; every third is a merge, some with a file from neither parent. */
function tangled(seed: string): PlannedCommit[] {
  const random = createRandom(seed);
  return Array.from({ length: 60 }, (_, n) => {
    const second = random.below(n + 1);
    const merges = n > 3 && n % 3 === 0 && second < n - 1;
    return {
      branch: `b${n % 4}`,
      parents: n === 0 ? [] : merges ? [n - 1, second] : [Math.max(0, n - 1 - random.below(3))],
      files: { [`f${random.below(5)}`]: random.below(4) === 0 ? undefined : bytesOf(`${random.below(40)}`) },
    };
  });
}

interface Truth {
  readonly commit: string;
  readonly ancestors: ReadonlySet<string>;
  /** path -> blob */
  readonly files: ReadonlyMap<string, string>;
}

/** What each commit of all refs holds, by listing every tree. */
function readTruth(repository: TestRepository): Truth[] {
  return linesOf(repository.git('rev-list', '--all')).map((commit) => ({
    commit,
    ancestors: new Set(linesOf(repository.git('rev-list', commit)).filter((one) => one !== commit)),
    files: new Map(
      linesOf(repository.git('ls-tree', '-r', commit)).map((line) => [line.slice(53), line.slice(12, 52)]),
    ),
  }));
}

function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}

test.each(['one', 'two', 'three'])('no commit before the introducing one had the blob (%s)', async (seed) => {
  using repository = createRepository();
  repository.commit(tangled(seed));
  const truth = readTruth(repository);
  const blobs = new Set(truth.flatMap(({ files }) => [...files.values()]));
  const introductions = await readIntroductions(repository.directory).of(blobs);
  expect(introductions.size).toBe(blobs.size);
  for (const [blob, { commit, path }] of introductions) {
    const own = truth.find((one) => one.commit === commit.sha);
    expect(own?.files.get(path)).toBe(blob);
    const before = truth.filter((one) => own?.ancestors.has(one.commit) && [...one.files.values()].includes(blob));
    expect(before).toEqual([]);
  }
});

test('a secret that only a merge brings, with the people and the signature of the merge', async () => {
  using repository = createRepository();
  repository.commit([
    { branch: 'main', parents: [], files: { a: bytesOf('1') } },
    { branch: 'side', parents: [0], files: { a: bytesOf('2') } },
    { branch: 'main', parents: [0], files: { a: bytesOf('3') } },
    { branch: 'main', parents: [2, 1], files: { a: secret('evil') } },
  ]);
  const merge = repository.git('rev-parse', 'main').trim();
  const introduction = (await readIntroductions(repository.directory).of([blobName(secret('evil'))]))
    .values()
    .next().value;
  expect(introduction).toMatchObject({
    path: 'a',
    commit: {
      sha: merge,
      author: { name: 'Author 0', email: 'author0@example.com' },
      signature: 'none',
      coAuthors: [],
    },
  });
});

test('signatures and co-authors', async () => {
  using repository = createRepository();
  const tree = repository.feed('', 'mktree').trim();
  const people = 'author A B <a@example.com> 1700000000 +0100\ncommitter C <c@example.com> 1700000060 +0000';
  const armours = { openpgp: 'PGP SIGNATURE', ssh: 'SSH SIGNATURE', x509: 'SIGNED MESSAGE' };
  for (const [kind, armour] of Object.entries(armours)) {
    const blob = repository.feed(kind, 'hash-object', '-w', '--stdin').trim();
    const own = repository.feed(`100644 blob ${blob}\tfile\n`, 'mktree').trim();
    const signature = `gpgsig -----BEGIN ${armour}-----\n \n iQ\n -----END ${armour}-----`;
    const text = `tree ${own}\n${people}\n${signature}\n\nSay\n\nCo-authored-by: D E <d@example.com>\n`;
    const commit = repository.feed(text, 'hash-object', '-t', 'commit', '-w', '--stdin').trim();
    repository.git('update-ref', `refs/heads/${kind}`, commit);
    const introduction = (await readIntroductions(repository.directory).of([blob])).get(blob);
    expect(introduction?.commit.signature).toBe(kind);
    expect(introduction?.commit.coAuthors).toEqual([{ name: 'D E', email: 'd@example.com' }]);
    expect(introduction?.commit.author).toEqual({ name: 'A B', email: 'a@example.com', at: 1_700_000_000_000 });
  }
  expect(tree).toMatch(/^[0-9a-f]{40}$/);
});

async function introducedBy(people: string, message: string) {
  using repository = createRepository();
  const blob = repository.feed('text', 'hash-object', '-w', '--stdin').trim();
  const tree = repository.feed(`100644 blob ${blob}\tfile\n`, 'mktree').trim();
  const text = `tree ${tree}\n${people}\n\n${message}`;
  const commit = repository.feed(text, 'hash-object', '-t', 'commit', '-w', '--stdin', '--literally').trim();
  repository.git('update-ref', 'refs/heads/main', commit);
  return (await readIntroductions(repository.directory).of([blob])).get(blob)?.commit;
}

test.each(['99999999999999', '8640000000001', '-5', '0'])(
  'a commit that claims the date %s has one that a calendar can show',
  async (seconds) => {
    const who = `A B <a@example.com> ${seconds} +0000`;
    const commit = await introducedBy(`author ${who}\ncommitter ${who}`, 'Say\n');
    expect(commit).toMatchObject({ author: { name: 'A B', email: 'a@example.com' } });
    expect(new Date(commit?.author.at ?? Number.NaN).getTime()).toBeGreaterThanOrEqual(0);
    expect(new Date(commit?.committer.at ?? Number.NaN).getTime()).toBeGreaterThanOrEqual(0);
  },
);

test.each([
  ['spaces', ' '.repeat(20_000)],
  ['spaces in a name', `x${' '.repeat(200_000)}y`],
  ['signs in an address', `x <${'@'.repeat(200_000)}`],
])('a co-author made of many %s takes no longer to read', async (_, name) => {
  const who = 'A B <a@example.com> 1700000000 +0000';
  const message = `Say\n\nCo-authored-by:${name}\r\nco-Authored-by: D E\t<d@example.com> \r\n`;
  const before = process.cpuUsage();
  const commit = await introducedBy(`author ${who}\ncommitter ${who}`, message);
  expect(process.cpuUsage(before).user).toBeLessThan(3_000_000);
  expect(commit?.coAuthors).toEqual([{ name: 'D E', email: 'd@example.com' }]);
});

test('a value is as old as the oldest blob that holds it, and held by every ref whose tip has one', async () => {
  using repository = createRepository();
  repository.commit([
    { branch: 'main', parents: [], files: { 'deep/in/folders': secret('first') } },
    { branch: 'main', parents: [0], files: { 'deep/in/folders': secret('moved'), other: bytesOf('x') } },
    { branch: 'keeps', parents: [0], files: { other: bytesOf('y') } },
    { branch: 'main', parents: [1], files: { 'deep/in/folders': undefined } },
  ]);
  repository.git('tag', '-a', '-m', 'annotated', 'v1', 'main~1');
  repository.git('tag', 'direct', blobName(secret('first')));
  repository.git('symbolic-ref', 'HEAD', 'refs/heads/keeps');
  const { findings } = await scanHistory({ repository: repository.directory, workers: 0, fingerprintKey: KEY });
  const blobs = new Set(findings.map(({ blob }) => blob));
  expect(blobs).toEqual(new Set([blobName(secret('first')), blobName(secret('moved'))]));
  const values = earliest(findings, await readIntroductions(repository.directory).of(blobs));
  expect([...values.values()].map(({ commit }) => commit.sha)).toEqual([repository.git('rev-parse', 'main~2').trim()]);
  expect(await holders(repository.directory, blobs)).toEqual(
    new Map([
      [blobName(secret('first')), { refs: ['refs/heads/keeps', 'refs/tags/direct'], head: true }],
      [blobName(secret('moved')), { refs: ['refs/tags/v1'], head: false }],
    ]),
  );
});

test('a folder of so many files that its tree is too big to be read in one piece still tells who brought them', async () => {
  using repository = createRepository();
  const [file, other] = ['file', 'other'].map((text) => repository.feed(text, 'hash-object', '-w', '--stdin').trim());
  const many = Array.from({ length: 80_000 }, (_, n) => `100644 blob ${other}\t${String(n).padStart(200, 'x')}\n`);
  const tree = repository.feed(`${many.join('')}100644 blob ${file}\tfile\n`, 'mktree').trim();
  const commit = repository.git('commit-tree', '-m', 'Many', tree).trim();
  repository.git('update-ref', 'refs/heads/main', commit);
  const found = await readIntroductions(repository.directory).of([file ?? '']);
  expect(found.get(file ?? '')).toMatchObject({ path: 'file', commit: { sha: commit } });
});
