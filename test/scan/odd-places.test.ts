import { spawnSync } from 'node:child_process';
import { chmodSync, closeSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { fake } from '../support/fake-tokens.ts';
import { createGitPlace, createPlace, ENVIRONMENT } from './place.ts';

const TOKEN = fake('ghp_{base62:30}{crc32-base62}');
const CLI = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));
const LINE = `const token = "${TOKEN}";\n`;

describe('a work tree', () => {
  it('is one even where its files make it look like a bare repository', async () => {
    using place = createGitPlace();
    place.write({ HEAD: 'ref: refs/heads/main', 'objects/a': '', 'refs/a': '', 'a.ts': LINE });
    expect((await place.scan()).report.findings).toMatchObject([{ path: 'a.ts' }]);
  });

  it('has a git directory, of which a file or folder that is named is scanned for what lies there', async () => {
    using place = createGitPlace();
    place.commit({ 'a.ts': 'nothing' });
    place.write({ '.git/packed-hooks/x': LINE, '.git/notes.txt': LINE });
    const paths = async (path: string) =>
      (await place.scan({ path: join(place.folder, path) })).report.findings.map((found) => found.path);
    expect(await paths('.git/packed-hooks')).toEqual(['x']);
    expect(await paths('.git/notes.txt')).toEqual(['notes.txt']);
  });

  it('whose .git leads nowhere is refused in words', async () => {
    using place = createPlace();
    place.write({ '.git': 'gitdir: /nowhere/at/all\n', 'a.ts': LINE });
    await expect(place.scan()).rejects.toMatchObject({
      name: 'ScanError',
      message: expect.stringContaining('leads to /nowhere/at/all, and no repository is there'),
    });
  });

  it('that is a sparse checkout names what it leaves out', async () => {
    using place = createGitPlace();
    place.commit({ 'in/a.ts': 'nothing', 'out/b.ts': LINE, 'out/c.ts': LINE });
    place.git('sparse-checkout', 'set', 'in');
    const { report } = await place.scan();
    expect(report.notScanned).toEqual([
      { path: 'the rest of this sparse checkout', reason: expect.stringContaining('2 files') },
    ]);
  });
});

describe('names that are no UTF-8', () => {
  it('hide no file behind one that looks the same when they are read as such', async () => {
    using place = createPlace();
    const odd = (name: string) => Buffer.concat([Buffer.from(`${place.folder}/${name}`), Buffer.of(0xff)]);
    place.write({ 'a\ufffd': 'nothing', 'd\ufffd/x': 'nothing' });
    writeFileSync(odd('a'), LINE);
    mkdirSync(odd('d'));
    writeFileSync(Buffer.concat([odd('d'), Buffer.from('/x')]), LINE);
    const unread = async () => (await place.scan()).report.notScanned.map(({ path }) => path);
    expect(await unread()).toEqual(['a\ufffd', 'd\ufffd']);
    place.git('init', '--quiet');
    expect(await unread()).toEqual(['a\ufffd', 'd\ufffd/x']);
  });
});

describe('what cannot be read', () => {
  it('is said of a path that is named and is no file', async () => {
    using place = createPlace();
    place.pipe('pipe');
    const { report } = await place.scan({ path: join(place.folder, 'pipe') });
    expect(report).toMatchObject({
      files: 0,
      notScanned: [{ path: 'pipe', reason: expect.stringContaining('no file') }],
    });
  });

  it('is said of a folder that is piped in', () => {
    using place = createPlace();
    place.write({ 'a.ts': LINE });
    const folder = openSync(place.folder, 'r');
    const { status, stderr } = spawnSync(process.execPath, [CLI, 'scan', '-'], {
      encoding: 'utf8',
      env: ENVIRONMENT,
      stdio: [folder, 'pipe', 'pipe'],
    });
    closeSync(folder);
    expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining('A folder is piped in') });
  });

  it('is named where git only warns, and below a folder that is closed', () => {
    using place = createGitPlace();
    place.commit({ 'tracked/deep/a.ts': LINE, 'b.ts': 'nothing' });
    place.write({ 'new/c.ts': LINE });
    chmodSync(place.folder, 0o755);
    for (const closed of ['tracked', 'new']) chmodSync(join(place.folder, closed), 0);
    // Nothing is closed to root.
    const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
    const options = { cwd: place.folder, encoding: 'utf8', env: ENVIRONMENT, ...nobody } as const;
    const { stdout, status } = spawnSync(process.execPath, [CLI, 'scan', '--strict'], options);
    for (const closed of ['tracked', 'new']) chmodSync(join(place.folder, closed), 0o755);
    expect(stdout).toContain('tracked/deep/a.ts: it cannot be read (EACCES)');
    expect(stdout).toContain('new/: the folder cannot be read (Permission denied)');
    expect(status).toBe(2);
  });

  it('is named where a staged file is in conflict', async () => {
    using place = createGitPlace();
    place.commit({ 'a.ts': 'one' });
    place.git('checkout', '--quiet', '-b', 'other');
    place.commit({ 'a.ts': LINE });
    place.git('checkout', '--quiet', 'main');
    place.commit({ 'a.ts': 'two' });
    expect(() => place.git('merge', '--quiet', 'other')).toThrow();
    const { report } = await place.scan({ mode: 'staged' });
    expect(report.notScanned).toEqual([{ path: 'a.ts', reason: expect.stringContaining('conflict') }]);
  });
});

describe('what only this copy of a repository is told', () => {
  it.each(['UTF-16', 'UTF-7'])('does not hide the commits of a range, as an encoding: %s', async (encoding) => {
    using place = createGitPlace();
    const base = place.commit({ 'b.ts': 'nothing' });
    const commit = place.commit({ 'a.ts': LINE });
    place.git('config', 'i18n.logOutputEncoding', encoding);
    const { report } = await place.scan({ mode: { range: `${base}..HEAD` } });
    expect(report.findings).toMatchObject([{ path: 'a.ts', origin: { commit } }]);
  });

  it('does not hide the commits of a range, as a graft', async () => {
    using place = createGitPlace();
    const base = place.commit({ 'b.ts': 'nothing' });
    place.commit({ 'a.ts': LINE });
    const tip = place.commit({ 'a.ts': 'gone' });
    place.write({ '.git/info/grafts': `${tip} ${base}\n` });
    expect((await place.scan({ mode: { range: `${base}..HEAD` } })).report.findings).toHaveLength(1);
  });

  it('does not hide files, as a list of its own of what to ignore', async () => {
    using place = createGitPlace();
    place.write({ 'a.ts': LINE, '.git/everything': '*' });
    place.git('config', 'core.excludesFile', join(place.folder, '.git/everything'));
    expect((await place.scan()).report.findings).toHaveLength(1);
  });

  it('does not send the history elsewhere, as a repository within the git directory', async () => {
    using place = createGitPlace();
    place.commit({ 'a.ts': LINE });
    place.git('init', '--quiet', '--bare', '.git/.git');
    expect((await place.scan({ mode: 'history' })).report.findings).toMatchObject([{ path: 'a.ts' }]);
  });
});
