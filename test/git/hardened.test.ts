import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { exit, git, start } from '../../src/git/run.ts';
import { makeGit } from '../support/make-repository.ts';

let repo: ReturnType<typeof makeGit>;
beforeEach(() => {
  repo = makeGit();
});
afterEach(() => repo.remove());

const header = `Authorization: Basic ${Buffer.from('x-access-token:not-a-real-token').toString('base64')}`;

describe('a repository is hostile', () => {
  it('its hooks are not run', async () => {
    await repo.commit({ a: '1\n' });
    const witness = join(repo.home, 'witness');
    for (const name of ['reference-transaction', 'post-update', 'pre-auto-gc']) {
      const hook = join(repo.directory, 'hooks', name);
      writeFileSync(hook, `#!/bin/sh\ntouch ${witness}\n`);
      chmodSync(hook, 0o755);
    }
    await git(repo.directory, ['update-ref', 'refs/heads/other', 'HEAD']);
    expect(existsSync(witness)).toBe(false);
    repo.run(['update-ref', 'refs/heads/another', 'HEAD']);
    expect(existsSync(witness)).toBe(true);
  });

  it.each(['file:///etc', 'ext::sh -c "touch /tmp/x"', 'ssh://localhost/x', 'git://localhost/x', '/etc', '../other'])(
    'it is not fetched from %s',
    async (url) => {
      await expect(git(repo.directory, ['fetch', '--quiet', url])).rejects.toThrow(/not allowed|not appear to be/);
    },
  );

  it('its configuration lets nothing run: neither what it fetches from nor what fetches objects that it lacks', async () => {
    const witness = join(repo.home, 'witness');
    const url = `ext::sh -c touch% ${witness}`;
    repo.run(['config', 'protocol.ext.allow', 'always']);
    for (const access of [{}, { header }])
      await expect(git(repo.directory, ['fetch', '--quiet', url], access)).rejects.toThrow(/not allowed/);
    // Git before 2.39.4 does not know that it shall fetch no object by itself.
    repo.run(['config', 'remote.evil.url', url]);
    repo.run(['config', 'remote.evil.promisor', 'true']);
    await expect(git(repo.directory, ['cat-file', 'blob', '1'.repeat(40)])).rejects.toThrow();
    expect(existsSync(witness)).toBe(false);
  });

  it('what needs no server goes to none', async () => {
    await expect(git(repo.directory, ['fetch', '--quiet', 'http://127.0.0.1:9/x.git'])).rejects.toThrow(/not allowed/);
  });

  it('its objects are not replaced by others', async () => {
    const real = await repo.commit({ a: 'real\n' });
    const other = await repo.commit({ a: 'other\n' });
    repo.run(['replace', real, other]);
    expect(await git(repo.directory, ['cat-file', 'blob', `${real}:a`])).toBe('real\n');
  });
});

describe('git itself', () => {
  const another = (folder: string, says: string) => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'git'), `#!/bin/sh\necho ${says}\n`, { mode: 0o755 });
  };
  afterEach(() => {
    vi.unstubAllEnvs();
    process.chdir(started);
  });
  const started = process.cwd();

  it('is found where this machine keeps its programs', async () => {
    another(join(repo.home, 'programs'), 'from an unusual folder');
    vi.stubEnv('PATH', `${join(repo.home, 'programs')}:${process.env['PATH']}`);
    expect(await git(repo.directory, ['version'])).toBe('from an unusual folder\n');
  });

  it('is never the one that lies in the folder Handback was started in', async () => {
    another(repo.home, 'from a hostile folder');
    another(join(repo.home, 'bin'), 'from a hostile folder');
    process.chdir(repo.home);
    vi.stubEnv('PATH', `.::bin:./bin:${process.env['PATH']}`);
    expect(await git(repo.directory, ['version'])).toMatch(/^git version/);
  });
});

describe('the token', () => {
  it('stands in no argument of the process and in no file', async () => {
    const child = start(repo.directory, ['cat-file', '--batch'], { header });
    const args = readFileSync(`/proc/${child.pid}/cmdline`, 'utf8');
    const inside = readFileSync(`/proc/${child.pid}/environ`, 'utf8');
    child.stdin.end();
    await exit(child);
    expect(args).not.toContain(header.slice(-20));
    expect(inside).toContain(header);
    const files = readdirSync(repo.directory, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
    const texts = files.map((file) => readFileSync(join(file.parentPath, file.name), 'latin1')).join('');
    expect(texts).not.toContain(header.slice(-20));
  });

  it('stands in no error', async () => {
    const error = await git(repo.directory, ['fetch', 'http://127.0.0.1:9/acme/shop.git'], { header }).catch(String);
    expect(error).toMatch(/^GitError: git fetch failed \(exit \d+\)/);
    expect(error).not.toContain(header.slice(-20));
  });

  it('is not inherited: git sees nothing of our own environment', async () => {
    const child = start(repo.directory, ['cat-file', '--batch']);
    const inside = readFileSync(`/proc/${child.pid}/environ`, 'utf8');
    child.stdin.end();
    await exit(child);
    const names = inside.split('\0').map((line) => line.split('=')[0]);
    expect(names.filter((name) => name && !/^(GIT_|PATH$|HOME$|LC_ALL$)/.test(name))).toEqual([]);
  });
});

describe('a command that ends badly', () => {
  it('says which and why in few words', async () => {
    await expect(git(repo.directory, ['rev-parse', 'nothing'])).rejects.toThrow(
      /^git rev-parse failed \(exit 128\): .{1,400}$/,
    );
  });

  it('is stopped from outside, and that is an error for whoever waits, and for nobody else', async () => {
    const stop = new AbortController();
    const child = start(repo.directory, ['cat-file', '--batch'], { signal: stop.signal });
    const ended = exit(child);
    stop.abort();
    await new Promise((resolve) => child.once('close', resolve));
    await expect(ended).rejects.toThrow(/abort/i);
  });
});
