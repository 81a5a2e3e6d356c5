import { symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fake } from '../support/fake-tokens.ts';
import { COMMITTED, createGitPlace, createPlace } from './place.ts';

const TOKEN = fake('ghp_{base62:30}{crc32-base62}');
const OTHER = fake('ghp_{base62:30}{crc32-base62}', 2);
const LINE = `const token = "${TOKEN}";\n`;

describe('a folder outside git', () => {
  it('is walked, but not .git, and no link is followed', async () => {
    using place = createPlace();
    using elsewhere = createPlace();
    elsewhere.write({ 'secret.txt': LINE });
    place.write({ 'a/b/c.ts': `\n${LINE}`, '.git/x': LINE, 'clean.txt': 'nothing' });
    symlinkSync(join(elsewhere.folder, 'secret.txt'), join(place.folder, 'link.txt'));
    symlinkSync(elsewhere.folder, join(place.folder, 'folder'));
    const { report } = await place.scan();
    expect(report.findings).toMatchObject([
      { rule: 'github-pat', path: 'a/b/c.ts', line: 2, column: 16, endColumn: 56 },
    ]);
    expect(report.files).toBe(2);
  });

  it('names a file whose name is no UTF-8 as not scanned, also where git tracks it', async () => {
    using place = createPlace();
    const name = Buffer.concat([Buffer.from(`${place.folder}/caf`), Buffer.of(0xe9), Buffer.from('.env')]);
    writeFileSync(name, LINE);
    const named = { findings: [], notScanned: [{ path: 'caf\ufffd.env', reason: expect.stringContaining('UTF-8') }] };
    expect((await place.scan()).report).toMatchObject(named);
    place.git('init', '--quiet');
    place.git('add', '--all');
    expect((await place.scan()).report).toMatchObject(named);
  });

  it('may be one file', async () => {
    using place = createPlace();
    place.write({ 'a.ts': LINE, 'b.ts': LINE });
    const { report } = await place.scan({ path: join(place.folder, 'b.ts') });
    expect(report.findings.map(({ path }) => path)).toEqual(['b.ts']);
  });

  it('that is not there is said to be so', async () => {
    using place = createPlace();
    await expect(place.scan({ path: join(place.folder, 'gone') })).rejects.toThrow(/cannot be read \(ENOENT\)/);
  });

  it('names a file that is too big as not scanned', async () => {
    using place = createPlace();
    place.write({ 'huge.bin': '' });
    truncateSync(join(place.folder, 'huge.bin'), (64 << 20) + 1);
    const { report } = await place.scan();
    expect(report.notScanned).toMatchObject([{ path: 'huge.bin', reason: expect.stringContaining('bytes') }]);
  });

  it('counts columns as editors do', async () => {
    using place = createPlace();
    const utf16 = Buffer.from(`\ufefföä ${TOKEN}`, 'utf16le');
    place.write({
      'a.txt': `öä😀 ${TOKEN}`,
      'b.txt': utf16,
      'd.txt': `\ufeffö ${TOKEN}\n${TOKEN}`,
      'c.bin': Buffer.concat([Buffer.from([0, 1, 0xff, 0]), Buffer.from(` ${TOKEN}`)]),
    });
    const { report } = await place.scan();
    expect(report.findings.map(({ path, column }) => [path, column])).toEqual([
      ['a.txt', 6],
      ['b.txt', 4],
      ['c.bin', 6],
      ['d.txt', 3],
      ['d.txt', 1],
    ]);
  });

  it('counts columns of mixed encodings in that of the finding', async () => {
    using place = createPlace();
    const wide = (text: string) => Buffer.from(text, 'utf16le');
    place.write({
      'a.txt': Buffer.concat([Buffer.from('plain\n'), wide(`one\r\nö = ${TOKEN}\r\n`)]),
      'b.txt': Buffer.concat([wide('\ufeffone\r\ntwo\r\n'), Buffer.from(`ö = ${TOKEN}\n`)]),
      'c.txt': Buffer.concat([Buffer.of(0xff, 0xfe), Buffer.from(`one\n  ${TOKEN}\n`)]),
      'd.txt': Buffer.concat([Buffer.from('key='), wide(`"${TOKEN}"\r\n`)]),
    });
    const { report } = await place.scan();
    expect(report.findings.map(({ path, line, column, endColumn }) => [path, line, column, endColumn])).toEqual([
      ['a.txt', 3, 5, 45],
      ['b.txt', 3, 5, 45],
      ['c.txt', 2, 3, 43],
      ['d.txt', 1, 6, 46],
    ]);
  });
});

describe('a file of very many findings', () => {
  const tokens = Array.from({ length: 20_000 }, (_, seed) => fake('AKIA{base32:16}', seed));

  it.each([
    ['in one line', Buffer.from(`ä${tokens.join(' ')}${' '.repeat(8_000_000)}`), 19_999 * 21 + 2, 1],
    ['in UTF-16', Buffer.from(`\ufeff${tokens.join('\n')}`, 'utf16le'), 1, 20_000],
  ])(
    '%s takes no longer than as many in many files',
    async (_, bytes, column, line) => {
      using place = createPlace();
      place.write({ 'a.txt': bytes });
      const before = process.cpuUsage();
      const { report } = await place.scan({ least: 'low' });
      const { user, system } = process.cpuUsage(before);
      expect(report.findings.at(-1)).toMatchObject({ line, column, endColumn: column + 20 });
      expect(user + system).toBeLessThan(8_000_000);
    },
    300_000,
  );
});

describe('a work tree', () => {
  it('is what git tracks and does not ignore, with since when', async () => {
    using place = createGitPlace();
    place.commit({ '.gitignore': '*.log\n', 'kept.ts': 'nothing yet', 'deleted.ts': LINE });
    const commit = place.commit({ 'kept.ts': LINE }, 'Bob <bob@example.com>');
    place.commit({ 'kept.ts': `// moved down\n${LINE}` });
    place.git('rm', '--quiet', 'deleted.ts');
    place.write({ 'new.ts': `const other = "${OTHER}"`, 'ignored.log': LINE });
    const { report } = await place.scan();
    expect(report.findings).toMatchObject([
      {
        path: 'kept.ts',
        line: 2,
        origin: { commit, author: { name: 'Bob', email: 'bob@example.com' }, at: COMMITTED },
      },
      { path: 'new.ts' },
    ]);
    expect(report.findings[1]).not.toHaveProperty('origin');
  });

  it('is scanned in part when a folder of it is named, ignored ones too', async () => {
    using place = createGitPlace();
    place.commit({ '.gitignore': 'out/\n', 'src/a.ts': LINE, 'b.ts': LINE });
    place.write({ 'out/c.ts': LINE });
    const paths = async (folder: string) =>
      (await place.scan({ path: join(place.folder, folder) })).report.findings.map(({ path }) => path);
    expect(await paths('src')).toEqual(['src/a.ts']);
    expect(await paths('out')).toEqual(['out/c.ts']);
  });

  it('names repositories within it as not scanned', async () => {
    using place = createGitPlace();
    place.write({ 'inner/a.ts': LINE });
    place.git('init', '--quiet', 'inner');
    place.git('-C', 'inner', 'add', '.');
    place.git('-C', 'inner', 'commit', '--quiet', '-m', 'x', '--author=A <a@b.c>');
    const { report } = await place.scan();
    expect(report.notScanned).toMatchObject([
      { path: 'inner/', reason: expect.stringContaining('repository of its own') },
    ]);
  });
});

describe('what is piped in', () => {
  it('is scanned whole', async () => {
    using place = createPlace();
    async function* stdin() {
      yield Buffer.from(`x ${TOKEN.slice(0, 9)}`);
      yield Buffer.from(TOKEN.slice(9));
    }
    const { report } = await place.scan({ path: '-', stdin: stdin() });
    expect(report.findings).toMatchObject([{ path: '(stdin)', line: 1, column: 3 }]);
  });
});

describe('the staged files', () => {
  it('are those of the index, not of the folder', async () => {
    using place = createGitPlace();
    place.commit({ 'old.ts': LINE });
    place.write({ 'staged.ts': `const other = "${OTHER}"`, 'not-staged.ts': LINE });
    place.git('add', 'staged.ts');
    place.write({ 'staged.ts': 'changed back' });
    const { report } = await place.scan({ mode: 'staged' });
    expect(report.findings.map(({ path }) => path)).toEqual(['staged.ts']);
  });

  it('are those of the first commit too', async () => {
    using place = createGitPlace();
    place.write({ 'a.ts': LINE });
    place.git('add', '.');
    expect((await place.scan({ mode: 'staged' })).report.findings).toHaveLength(1);
  });
});
