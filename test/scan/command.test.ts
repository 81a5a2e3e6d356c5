import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, closeSync, openSync, readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { rules } from '../../src/detect/rules/index.ts';
import { fake } from '../support/fake-tokens.ts';
import { createGitPlace, createPlace, ENVIRONMENT } from './place.ts';

const CLI = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));
const TOKEN = fake('ghp_{base62:30}{crc32-base62}');
const LINE = `const token = "${TOKEN}";\n`;

function handback(folder: string, args: readonly string[], input = '', env: Readonly<Record<string, string>> = {}) {
  const options = { cwd: folder, input, encoding: 'utf8', env: { ...ENVIRONMENT, ...env } } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, 'scan', ...args], options);
  return { status, stdout, stderr };
}

describe('handback scan', () => {
  it('exits with 1 and shows findings without the secret; with colours only where they are wanted', () => {
    using place = createPlace();
    place.write({ 'a.ts': LINE });
    const plain = handback(place.folder, []);
    expect(plain).toMatchObject({ status: 1, stderr: '' });
    expect(plain.stdout).toContain('a.ts:1:16  GitHub personal access token (classic) (high)');
    expect(plain.stdout).not.toContain('\u001b');
    const coloured = handback(place.folder, [], '', { FORCE_COLOR: '1' });
    expect(coloured.stdout).toContain('\u001b[31m');
    expect(plain.stdout + coloured.stdout).not.toContain(TOKEN);
  });

  it('exits with 0 when there is nothing', () => {
    using place = createPlace();
    place.write({ 'a.ts': 'nothing' });
    expect(handback(place.folder, [])).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^Nothing found: 1 file/),
    });
  });

  it('exits with 2 when it could not look, with --strict also when it could not look everywhere', () => {
    using place = createPlace();
    expect(handback(place.folder, ['nowhere'])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('nowhere'),
    });
    place.write({ 'huge.bin': '' });
    truncateSync(join(place.folder, 'huge.bin'), (64 << 20) + 1);
    expect(handback(place.folder, [])).toMatchObject({
      status: 2,
      stdout: expect.stringMatching(/^Nothing could be scanned: .*\nNOT SCANNED/),
    });
    place.write({ 'a.ts': 'nothing' });
    const partly = expect.stringMatching(/^Nothing found in what could be scanned: 1 file.*\nNOT SCANNED/);
    expect(handback(place.folder, [])).toMatchObject({ status: 0, stdout: partly });
    expect(handback(place.folder, ['--strict']).status).toBe(2);
  });

  it('reads what is piped in and writes machine formats to a file, with the rest beside', () => {
    using place = createPlace();
    place.write({ '.handbackignore': 'nonsense\n' });
    const piped = handback(place.folder, ['-', '--format', 'jsonl'], LINE);
    expect(piped.status).toBe(1);
    expect(JSON.parse(piped.stdout)).toMatchObject({ rule: 'github-pat', path: '(stdin)' });
    place.write({ 'a.ts': LINE });
    const { status, stdout, stderr } = handback(place.folder, ['--format', 'sarif', '--output', 'out.sarif']);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain('.handbackignore:1');
    expect(JSON.parse(readFileSync(join(place.folder, 'out.sarif'), 'utf8'))).toMatchObject({ version: '2.1.0' });
  });

  it.each([[['--history', '--staged']], [['--nonsense']], [['--format', 'xml']], [['a', 'b']]])(
    'exits with 2 for %j, which cannot be done',
    (args) => {
      using place = createPlace();
      const { status, stderr } = handback(place.folder, args);
      expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringMatching(/./) });
    },
  );

  it('exits with 2, in words, when the report cannot be written, and looks at nothing before', () => {
    using place = createPlace();
    place.write({ 'a.ts': LINE, 'folder/b.ts': '' });
    for (const output of ['nowhere/out.json', 'folder', 'a.ts/out.json']) {
      const { status, stdout, stderr } = handback(place.folder, ['--output', output]);
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      expect(stderr).toMatch(new RegExp(`^${output} cannot be written \\(E[A-Z]+\\)\\. Choose`));
      expect(stderr).not.toMatch(/\n\s+at /);
    }
  });

  it('exits with 2, in words, where there is no git to ask', () => {
    using place = createGitPlace();
    place.write({ 'a.ts': 'nothing' });
    const { status, stderr } = handback(place.folder, [], '', { PATH: '/nowhere' });
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: expect.stringMatching(/^git was not found\. .*PATH.*\n$/),
    });
  });

  it('keeps its exit and says nothing more when its reader has seen enough', async () => {
    using place = createPlace();
    // More than a pipe holds.
    place.write({ 'a.ts': LINE.repeat(2000) });
    const child = spawn(process.execPath, [CLI, 'scan'], { cwd: place.folder, env: ENVIRONMENT });
    let errors = '';
    child.stderr.setEncoding('utf8').on('data', (piece: string) => {
      errors += piece;
    });
    child.stdout.once('data', () => child.stdout.destroy());
    const [status] = await once(child, 'close');
    expect({ status, errors }).toEqual({ status: 1, errors: '' });
  });

  it('says that a report is not all there when the disk is full', () => {
    using place = createPlace();
    place.write({ 'a.ts': 'nothing' });
    const full = openSync('/dev/full', 'w');
    const { status, stderr } = spawnSync(process.execPath, [CLI, 'scan'], {
      cwd: place.folder,
      env: ENVIRONMENT,
      encoding: 'utf8',
      stdio: ['ignore', full, 'pipe'],
    });
    expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining('cannot be written (ENOSPC)') });
    const untold = spawnSync(process.execPath, [CLI, 'scan', 'nowhere'], {
      cwd: place.folder,
      env: ENVIRONMENT,
      timeout: 20_000,
      stdio: ['ignore', 'ignore', full],
    });
    closeSync(full);
    expect(untold.status).toBe(2);
  });

  it('lists what it looks for, and how to rotate it', () => {
    using place = createPlace();
    const words = handback(place.folder, ['--rules']);
    expect(words).toMatchObject({ status: 0, stderr: '' });
    expect(words.stdout).toContain(
      'github-pat  (GitHub, high)\n  GitHub personal access token (classic)\n  To rotate: ',
    );
    const listed = JSON.parse(handback(place.folder, ['--rules', '--format', 'json']).stdout);
    expect(listed).toHaveLength(rules.length);
    expect(listed[0]).toEqual({
      id: 'github-pat',
      provider: 'GitHub',
      title: 'GitHub personal access token (classic)',
      confidence: 'high',
      rotate: { url: expect.any(String), says: expect.any(String) },
      checksum: true,
      issuerCanBeAsked: true,
    });
    expect(handback(place.folder, ['--rules', '--format', 'csv']).status).toBe(2);
  });
});

describe('as a pre-commit hook', () => {
  it('stops a commit, also one of -a, whose index has another name', () => {
    using place = createGitPlace();
    place.commit({ 'a.ts': 'nothing' });
    const hook = join(place.folder, '.git/hooks/pre-commit');
    place.write({ '.git/hooks/pre-commit': `#!/bin/sh\nexec "${process.execPath}" "${CLI}" scan --staged\n` });
    chmodSync(hook, 0o755);
    place.write({ 'a.ts': LINE });
    const commit = (...args: string[]) =>
      spawnSync(
        'git',
        ['-C', place.folder, '-c', 'user.name=A', '-c', 'user.email=a@b.c', 'commit', '-m', 'x', ...args],
        {
          env: ENVIRONMENT,
          encoding: 'utf8',
        },
      );
    for (const args of [['-a'], ['a.ts']]) {
      const { status, stdout, stderr } = commit(...args);
      expect(status).toBe(1);
      expect(stdout + stderr).toContain('a.ts:1:16  GitHub personal access token');
      expect(stdout + stderr).not.toContain(TOKEN);
    }
    place.write({ 'a.ts': 'still nothing' });
    expect(commit('-a').status).toBe(0);
  });
});
