import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { fake } from '../support/fake-tokens.ts';
import { createGitPlace, createPlace, ENVIRONMENT } from './place.ts';

const CLI = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));

const TOKEN = fake('ghp_{base62:30}{crc32-base62}');
const OTHER = fake('ghp_{base62:30}{crc32-base62}', 2);
const LINE = `const token = "${TOKEN}";\n`;

describe('a range', () => {
  it('finds what only passed through, once, at the commit that brought it', async () => {
    using place = createGitPlace();
    const base = place.commit({ 'before.ts': `const other = "${OTHER}"` });
    const bringing = place.commit({ 'a.ts': LINE }, 'Bob <bob@example.com>');
    place.commit({ 'a.ts': `// again\n${LINE}`, 'b.ts': LINE });
    place.commit({ 'a.ts': 'gone', 'b.ts': 'gone' });
    const { report } = await place.scan({ mode: { range: `${base}..HEAD` } });
    expect(report.findings).toMatchObject([{ path: 'a.ts', line: 1, origin: { commit: bringing }, alsoIn: ['b.ts'] }]);
  });

  it('finds what only a merge commit holds', async () => {
    using place = createGitPlace();
    const base = place.commit({ 'a.ts': '1' });
    place.git('checkout', '--quiet', '-b', 'side');
    place.commit({ 'b.ts': '1' });
    place.git('checkout', '--quiet', 'main');
    place.commit({ 'c.ts': '1' });
    place.git('-c', 'user.name=A', '-c', 'user.email=a@b.c', 'merge', '--quiet', '--no-commit', 'side');
    const merge = place.commit({ 'evil.ts': LINE });
    const { report } = await place.scan({ mode: { range: `${base}...main` } });
    expect(report.findings).toMatchObject([{ path: 'evil.ts', origin: { commit: merge } }]);
  });

  it('may begin with the zeros that GitHub gives for a new branch', async () => {
    using place = createGitPlace();
    place.commit({ 'a.ts': LINE });
    expect((await place.scan({ mode: { range: `${'0'.repeat(40)}..HEAD` } })).report.findings).toHaveLength(1);
  });

  it.each(['HEAD', 'nowhere..HEAD', '--output=x..HEAD'])('that is none is refused: %s', async (range) => {
    using place = createGitPlace();
    place.commit({ 'a.ts': LINE });
    await expect(place.scan({ mode: { range } })).rejects.toThrow(/--range|no commit/);
  });
});

describe('a history', () => {
  it('has one finding for each value: where it first stood, and who has it today', async () => {
    using place = createGitPlace();
    place.commit({ 'README.md': 'x' });
    const first = place.commit({ 'test/a.ts': LINE }, 'Bob <bob@example.com>');
    place.commit({ 'src/b.ts': LINE, 'removed.ts': `const other = "${OTHER}"` });
    place.git('branch', 'old');
    place.git('rm', '--quiet', 'removed.ts', 'test/a.ts');
    place.commit({});
    const { report } = await place.scan({ mode: 'history' });
    expect(report.findings).toMatchObject([
      {
        path: 'test/a.ts',
        confidence: 'high',
        origin: { commit: first },
        alsoIn: ['src/b.ts'],
        refs: ['refs/heads/main', 'refs/heads/old'],
      },
      { path: 'removed.ts', refs: ['refs/heads/old'] },
    ]);
  });

  it('is what a bare repository is scanned for, with the ignore file of its HEAD', async () => {
    using place = createGitPlace();
    using bare = createPlace();
    place.commit({ 'a.ts': LINE, 'b.ts': `const other = "${OTHER}"` });
    const { report: before } = await place.scan();
    place.commit({ '.handbackignore': `${before.findings[0]?.fingerprint} # an example\n` });
    const repository = join(bare.folder, 'bare.git');
    place.git('clone', '--quiet', '--bare', place.folder, repository);
    const { report } = await place.scan({ path: repository });
    expect(report.findings.map(({ path }) => path)).toEqual(['b.ts']);
    expect(report.ignored).toEqual(new Map([['.handbackignore', 1]]));
  });

  it('of a shallow clone is said to be cut', async () => {
    using place = createGitPlace();
    using clone = createPlace();
    place.commit({ 'a.ts': '1' });
    place.commit({ 'a.ts': '2' });
    const copy = join(clone.folder, 'copy');
    place.git('clone', '--quiet', '--depth=1', `file://${place.folder}`, copy);
    const { report } = await place.scan({ path: copy, mode: 'history' });
    expect(report.notScanned).toMatchObject([{ reason: expect.stringContaining('shallow') }]);
  });

  it('of a partial clone is said to lack what was never fetched', async () => {
    using place = createGitPlace();
    using clone = createPlace();
    place.commit({ 'a.ts': LINE });
    place.commit({ 'a.ts': 'gone' });
    place.git('config', 'uploadpack.allowFilter', 'true');
    const copy = join(clone.folder, 'copy');
    place.git('clone', '--quiet', '--bare', '--filter=blob:none', `file://${place.folder}`, copy);
    const { report } = await place.scan({ path: copy, mode: 'history' });
    expect(report.notScanned).toMatchObject([{ reason: expect.stringContaining('partial clone: 2 objects') }]);
    place.git('clone', '--quiet', '--bare', '--filter=blob:limit=1m', `file://${place.folder}`, `${copy}2`);
    const whole = await place.scan({ path: `${copy}2`, mode: 'history' });
    expect(whole.report).toMatchObject({ notScanned: [], findings: [{ path: 'a.ts' }] });
  });

  it('names what no branch leads to as such', async () => {
    using place = createGitPlace();
    place.commit({ 'a.ts': '1' });
    place.write({ 'dangling.ts': LINE });
    place.git('add', 'dangling.ts');
    place.git('reset', '--quiet');
    const { report } = await place.scan({ mode: 'history' });
    expect(report.findings).toMatchObject([{ path: expect.stringContaining('which no branch or tag leads to') }]);
  });

  it('is asked for only inside a repository', async () => {
    using place = createPlace();
    await expect(place.scan({ mode: 'history' })).rejects.toThrow(/no git repository/);
  });
});

describe('a submodule', () => {
  it('is named by whatever meets it, and keeps nobody from committing it', async () => {
    using place = createGitPlace();
    const base = place.commit({ 'a.ts': '1' });
    place.git('update-index', '--add', '--cacheinfo', `160000,${base},vendor/lib`);
    const named = [{ path: 'vendor/lib', reason: expect.stringContaining('submodule'), isElsewhere: true }];
    expect((await place.scan({ mode: 'staged' })).report).toMatchObject({ files: 0, notScanned: named });
    const hook = spawnSync(process.execPath, [CLI, 'scan', '--staged'], { cwd: place.folder, env: ENVIRONMENT });
    expect({ status: hook.status, out: hook.stdout.toString() }).toEqual({
      status: 0,
      out: expect.stringMatching(
        /^Nothing found in what could be scanned: .*\nNOT SCANNED.*\n {2}vendor\/lib: it is a submodule/,
      ),
    });
    place.git('commit', '--quiet', '--message', 'lib', '--author=A <a@example.com>');
    expect((await place.scan({ mode: { range: `${base}..HEAD` } })).report).toMatchObject({
      files: 0,
      notScanned: named,
    });
    expect((await place.scan({ mode: 'history' })).report).toMatchObject({ files: 1, notScanned: named });
  });
});
