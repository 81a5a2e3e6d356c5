import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  closeSync,
  linkSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeLines } from '../../src/cli/output.ts';
import { replaceFile } from '../../src/cli/whole-file.ts';

const MAKE_PIPE = 'mkfifo';
const OUTPUT = join(import.meta.dirname, '../../src/cli/output.ts');
let home: string;
let file: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'output-'));
  file = join(home, 'out');
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const text = () => readFileSync(file, 'utf8');

/** Another process, which writes lines to the place and then does what `rest` says. */
function writing(place: string, rest = ''): string[] {
  const lines = `async function* lines() { yield 'one'; yield 'two'; ${rest} }`;
  const program = `import { writeLines } from ${JSON.stringify(OUTPUT)}; ${lines} await writeLines(lines(), ${JSON.stringify(place)});`;
  return ['--input-type=module', '--eval', program];
}

describe('lines for a file', () => {
  it('are there when all are, and for this user alone', async () => {
    let before: readonly string[] = [];
    async function* lines() {
      yield 'one';
      before = readdirSync(home);
      yield 'two';
    }
    await writeLines(lines(), file);
    expect(before).not.toContain('out');
    expect({ text: text(), mode: statSync(file).mode & 0o777 }).toEqual({ text: 'one\ntwo\n', mode: 0o600 });
    expect(readdirSync(home)).toEqual(['out']);
  });

  it('leave nothing when they break off, and what broke them off is told', async () => {
    const why = Object.assign(new Error('the ledger is gone'), { code: 'ERR_SQLITE_ERROR' });
    async function* lines() {
      yield 'one';
      throw why;
    }
    await expect(writeLines(lines(), file)).rejects.toBe(why);
    expect(readdirSync(home)).toEqual([]);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'leave nothing when %s ends the process, which dies of it',
    async (signal) => {
      const rest = `console.log('half'); await new Promise((resolve) => setTimeout(resolve, 60_000));`;
      const child = spawn(process.execPath, writing(file, rest), { stdio: ['ignore', 'pipe', 'inherit'] });
      await once(child.stdout, 'data');
      child.kill(signal);
      expect(await once(child, 'exit')).toEqual([null, signal]);
      expect(readdirSync(home)).toEqual([]);
    },
  );

  it('go over nothing that is there, nor came while they were written', async () => {
    async function* lines() {
      yield 'one';
      writeFileSync(file, 'kept');
    }
    await expect(writeLines(lines(), file)).rejects.toThrow(`${file} exists already, and nothing was written`);
    await expect(writeLines(lines(), file)).rejects.toThrow('exists already');
    expect({ text: text(), names: readdirSync(home) }).toEqual({ text: 'kept', names: ['out'] });
  });

  it('go through a pipe and to standard output, wherever that leads', async () => {
    execFileSync(MAKE_PIPE, [file]);
    const reader = new Promise((resolve) => execFile('cat', [file], (_, out) => resolve(out)));
    async function* lines() {
      yield 'through';
    }
    await writeLines(lines(), file);
    expect(await reader).toBe('through\n');
    expect(execFileSync(process.execPath, writing('/dev/stdout'), { encoding: 'utf8' })).toBe('one\ntwo\n');
    const kept = join(home, 'kept');
    writeFileSync(kept, 'zero\n');
    const out = openSync(kept, 'a');
    execFileSync(process.execPath, writing('/dev/stdout'), { stdio: ['ignore', out, 'inherit'] });
    closeSync(out);
    expect(readFileSync(kept, 'utf8')).toBe('zero\none\ntwo\n');
  });
});

describe('a report for a file', () => {
  it('takes the place of the last one, behind a link too, and keeps who may read it', async () => {
    writeFileSync(file, 'of last week');
    chmodSync(file, 0o640);
    const before = statSync(file).ino;
    symlinkSync('out', join(home, 'link'));
    await replaceFile(join(home, 'link'), 'new');
    expect({ text: text(), mode: statSync(file).mode & 0o777 }).toEqual({ text: 'new', mode: 0o640 });
    expect(statSync(file).ino, 'it was written beside').not.toBe(before);
    expect(readdirSync(home).sort()).toEqual(['link', 'out']);
  });

  it('is written over a file of two names, which stays one', async () => {
    writeFileSync(file, 'of last week');
    linkSync(file, join(home, 'other'));
    await replaceFile(file, 'new');
    expect(readFileSync(join(home, 'other'), 'utf8')).toBe('new');
  });
});
