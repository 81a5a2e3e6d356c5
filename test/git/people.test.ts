import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Commit, changes, changesOfLines } from '../../src/git/changes.ts';
import { isoDay } from '../../src/model/time.ts';
import { makeGit } from '../support/make-repository.ts';

let repo: ReturnType<typeof makeGit>;
beforeEach(() => {
  repo = makeGit();
});
afterEach(() => repo.remove());

async function read(sha: string): Promise<Commit> {
  const [first] = await Array.fromAsync(changes(repo.directory, [sha]));
  if (first === undefined) throw new Error('no change');
  return first.commit;
}

it('author and committer are told apart, each with the moment they claim', async () => {
  expect(await read(await repo.commit({ a: '1\n' }))).toMatchObject({
    author: { name: 'Mallory', email: 'mallory@vendor.example', at: Date.UTC(2026, 2, 1, 12) },
    committer: { name: 'GitHub', email: 'noreply@github.com', at: Date.UTC(2026, 2, 2, 12) },
    coAuthors: [],
  });
});

it('a commit keeps the name that stands in it, whatever a .mailmap makes of it', async () => {
  const files = { '.mailmap': 'Alice <alice@acme.example> <mallory@vendor.example>\n', a: 'X\n' };
  const sha = await repo.commit(files, 'Map\n\nCo-authored-by: Bob <mallory@vendor.example>');
  repo.run(['config', 'mailmap.blob', 'HEAD:.mailmap']);
  expect(repo.run(['log', '-1', '--format=%aE'])).toBe('alice@acme.example');
  const [found] = await Array.fromAsync(changesOfLines(repo.directory, 'X', 'a'));
  for (const commit of [await read(sha), found?.commit]) {
    expect(commit).toMatchObject({ author: { name: 'Mallory', email: 'mallory@vendor.example' } });
    expect(commit?.coAuthors).toEqual([{ name: 'Bob', email: 'mallory@vendor.example' }]);
  }
});

describe('co-authors', () => {
  const coAuthors = async (message: string) =>
    (await read(await repo.commit({ a: `${message}\n` }, message))).coAuthors;

  it('are the trailers of that name, in any case', async () => {
    const message = [
      'Fix',
      '',
      'Why.',
      '',
      'Signed-off-by: S <s@x.example>',
      'Co-authored-by: Bob B <bob@x.example>',
      'CO-AUTHORED-BY: copilot-swe-agent[bot] <198982749+Copilot@users.noreply.github.com>',
    ].join('\n');
    expect(await coAuthors(message)).toEqual([
      { name: 'Bob B', email: 'bob@x.example' },
      { name: 'copilot-swe-agent[bot]', email: '198982749+Copilot@users.noreply.github.com' },
    ]);
  });

  it('are none when the line stands in the middle of the message or has no address', async () => {
    expect(await coAuthors('Fix\n\nCo-authored-by: A <a@x.example>\n\nMore words here.')).toEqual([]);
    expect(await coAuthors('Fix\n\nCo-authored-by: nobody')).toEqual([]);
  });

  it.each([
    ['spaces in a name', `x${' '.repeat(200_000)}y`],
    ['signs in an address', `x <${'@'.repeat(200_000)}`],
  ])('take no longer to read for %s', async (_, name) => {
    const author = 'author A <a@x.example> 1767225600 +0000\ncommitter A <a@x.example> 1767225600 +0000';
    await repo.commit({ a: '1\n' });
    const tree = repo.run(['rev-parse', 'HEAD^{tree}']);
    const sha = repo.raw(
      `tree ${tree}\n${author}\n\nFix\n\nCo-authored-by: ${name}\nCo-authored-by: Bob <bob@x.example>\n`,
    );
    const before = process.cpuUsage();
    expect((await read(sha)).coAuthors).toEqual([{ name: 'Bob', email: 'bob@x.example' }]);
    expect(process.cpuUsage(before).user).toBeLessThan(2_000_000);
  });
});

describe('a commit that no client would write', () => {
  const forged = async (author: string) => {
    await repo.commit({ a: '1\n' });
    const tree = repo.run(['rev-parse', 'HEAD^{tree}']);
    return repo.raw(`tree ${tree}\nauthor ${author}\ncommitter C <c@x.example> 1767225600 +0000\n\nForged\n`);
  };

  it('cannot write fields of ours into its name', async () => {
    const sha = await forged(
      'Eve\u001fvictim@x.example\u001f1\u001fx\u001fx\u001fx\u001fCo-authored-by: \u001d\u001e <eve@x.example> 1767225600 +0000',
    );
    const commit = await read(sha);
    expect(commit.sha).toBe(sha);
    expect(commit.author.email).toBe('eve@x.example');
    expect(commit.committer.email).toBe('c@x.example');
    expect(commit.coAuthors).toEqual([]);
  });

  it('nor make others vanish from a search', async () => {
    const sha = await forged('Eve\u001e\u001f <eve@x.example> 1767225600 +0000');
    repo.run(['update-ref', 'refs/heads/forged', sha]);
    const found = await Array.fromAsync(changesOfLines(repo.directory, '1', 'a'));
    expect(found.map(({ commit }) => commit.author.email).toSorted()).toEqual([
      'eve@x.example',
      'mallory@vendor.example',
    ]);
  });

  it.each(['99999999999999999', '99999999999999', '0', '-5', 'yesterday', ''])(
    'and that claims the date "%s" still has one that a calendar can show',
    async (seconds) => {
      const { author } = await read(await forged(`Eve <eve@x.example> ${seconds} +0000`));
      expect(Number.isFinite(author.at)).toBe(true);
      expect(isoDay(author.at)).toMatch(/^\+?\d+-\d\d/);
    },
  );

  it('may have no name at all', async () => {
    expect((await read(await forged(' <> 1 +0000'))).author).toMatchObject({ name: '', email: '' });
  });
});
