import { expect, test } from 'vitest';
import type { Commit } from '../../bench/organizations/book.ts';
import { writeRepository } from '../../bench/organizations/git-repository.ts';
import { compareIntroductions } from '../../bench/provenance/introduced.ts';
import { expand } from '../support/fake-tokens.ts';
import { createRandom } from '../support/random.ts';
import { createRepository } from './repository.ts';

const ANN = { name: 'Ann', email: 'ann@example.com' };
const HOUR = 3_600_000;

type Files = Readonly<Record<string, string | undefined>>;

/**
 * Commits that write, revert, rename, copy and delete a few files, on many branches: plain ones, merges of two
 * and of more, merges with something of their own, histories that begin anew, and clocks that go backwards.
 */
function tangled(seed: string): {
  readonly commits: readonly Commit[];
  readonly branches: ReadonlyMap<string, number>;
} {
  const random = createRandom(seed);
  const tokens = Array.from({ length: 6 }, (_, n) => expand('ghp_{base62:30}{crc32-base62}', n).text);
  const states = new Map<number, Map<string, string>>();
  const text = () => (random.below(4) === 0 ? `token ${tokens[random.below(6)]}\n` : `${random.below(30)}\n`);
  const path = () => ['a', 'b', 'deep/c', 'deep/er/d', 'e'][random.below(5)] ?? 'a';
  const commits = Array.from({ length: 80 }, (_, at): Commit => {
    const number = at + 1;
    const any = () => 1 + random.below(at);
    const kind = random.below(12);
    const parents = at === 0 || kind === 0 ? [] : kind <= 2 ? [at, any()] : kind === 3 ? [at, any(), any()] : [any()];
    const state = new Map(states.get(parents[0] ?? 0));
    const files = parents.length > 1 && random.below(2) === 0 ? {} : change(state, random.below(5));
    states.set(number, apply(state, files));
    const when = Date.UTC(2025, 0, 1) + (at + (random.below(6) === 0 ? -random.below(20) : 0)) * HOUR;
    return { number, parents: [...new Set(parents)], author: ANN, committer: ANN, at: when, message: 'Change', files };
  });

  function change(state: ReadonlyMap<string, string>, kind: number): Files {
    const [from, to] = [path(), path()];
    const content = state.get(from);
    if (kind === 0) return { [from]: undefined };
    if (kind === 1 && content !== undefined && from !== to) return { [from]: undefined, [to]: content };
    if (kind === 2 && content !== undefined) return { [to]: content };
    const old = states.get(1 + random.below(states.size + 1))?.get(from);
    return kind === 3 && old !== undefined ? { [from]: old } : { [from]: text(), [to]: text() };
  }
  const children = new Set(commits.flatMap(({ parents }) => parents));
  const tips = commits.filter(({ number }) => !children.has(number));
  return { commits, branches: new Map(tips.map(({ number }) => [number === 80 ? 'main' : `b${number}`, number])) };
}

function apply(state: Map<string, string>, files: Files): Map<string, string> {
  for (const [path, text] of Object.entries(files)) {
    if (text === undefined) state.delete(path);
    else state.set(path, text);
  }
  return state;
}

test.each(Array.from({ length: 6 }, (_, n) => `history ${n}`))(
  'who brought a blob or a secret is whom a search through every commit finds (%s)',
  async (seed) => {
    const { commits, branches } = tangled(seed);
    using repository = writeRepository(commits, branches);
    const { blobs, values, sameSecond, wrong } = await compareIntroductions(repository.directory);
    expect(wrong).toEqual([]);
    expect(sameSecond).toBe(0);
    expect(blobs).toBeGreaterThan(10);
    expect(values).toBeGreaterThan(2);
  },
);

test('modes with a zero in front, as old tools wrote them, are directories to the search as well', async () => {
  using repository = createRepository();
  const blob = repository.feed('a', 'hash-object', '-w', '--stdin').trim();
  const inner = repository.feed(`100644 blob ${blob}\ta\n`, 'mktree').trim();
  const padded = Buffer.concat([Buffer.from('040000 folder\0', 'latin1'), Buffer.from(inner, 'hex')]);
  const root = repository.feed(padded, 'hash-object', '-t', 'tree', '--literally', '-w', '--stdin').trim();
  const commit = repository.git('commit-tree', '-m', 'c', root).trim();
  repository.git('update-ref', 'refs/heads/main', commit);
  expect(await compareIntroductions(repository.directory)).toEqual({ blobs: 1, values: 0, sameSecond: 0, wrong: [] });
});
