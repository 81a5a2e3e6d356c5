import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ROOT } from '../architecture/biome.ts';
import { serverEnv } from './server-env.ts';

/** The machine's own Node, which may be older than ours: npm puts ours first. */
const own = process.env['PATH']
  ?.split(delimiter)
  .filter((folder) => !folder.includes('node_modules'))
  .join(delimiter);
const env = { PATH: own };

/** A GitHub on which nobody has installed the App. */
const github = createServer((_, response) => response.writeHead(200, { 'content-type': 'application/json' }).end('[]'));
let clone: string;
beforeAll(async () => {
  await new Promise<void>((listening) => github.listen(0, '127.0.0.1', listening));
  clone = join(mkdtempSync(join(tmpdir(), 'launch-')), 'näive 100% clone');
  mkdirSync(join(clone, 'scripts'), { recursive: true });
  mkdirSync(join(clone, 'node_modules'));
  cpSync(join(ROOT, 'scripts/setup.mjs'), join(clone, 'scripts/setup.mjs'));
  writeFileSync(join(clone, 'package-lock.json'), '{}');
});
afterAll(() => {
  github.close();
  rmSync(join(clone, '..'), { recursive: true, force: true });
});

it('setup finds a clone whose folder has other signs than letters in its name', () => {
  const stamp = createHash('sha256').update('{}').digest('hex');
  writeFileSync(join(clone, 'node_modules/.handback-setup'), stamp);
  const { status, stderr } = spawnSync('node', [join(clone, 'scripts/setup.mjs')], { env, encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

it('setup installs the Node that runs Handback also where NODE_ENV says production', () => {
  const folder = join(clone, 'programs');
  mkdirSync(folder);
  writeFileSync(join(folder, 'npm'), '#!/bin/sh\necho "$@" >&2\n', { mode: 0o755 });
  rmSync(join(clone, 'node_modules/.handback-setup'), { force: true });
  const production = { PATH: `${folder}${delimiter}${own}`, NODE_ENV: 'production' };
  const { status, stderr } = spawnSync('node', [join(clone, 'scripts/setup.mjs')], {
    env: production,
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: expect.stringContaining('install --include=dev') });
});

it('a start finds what Node made of the sources at the one before, in its threads as well', () => {
  const repository = mkdtempSync(join(clone, 'repository-'));
  spawnSync('git', ['init', '-q', repository], { env });
  const start = [join(ROOT, 'bin/handback.mjs'), 'scan', '--history', repository];
  const told = { ...env, NODE_DEBUG_NATIVE: 'COMPILE_CACHE' };
  const [, second] = ['', ''].map(() => spawnSync(process.execPath, start, { env: told, encoding: 'utf8' }).stderr);
  for (const source of ['cli.ts', 'history/worker/worker.ts']) {
    expect(second).toMatch(new RegExp(`code cache for ESM \\S+/src/${source} was accepted`));
  }
});

it('a server is stopped by stopping what started it: it ends its work, and nothing runs on without it', async () => {
  const { port } = github.address() as AddressInfo;
  const settings = { ...serverEnv(join(clone, '.data'), 0, `127.0.0.1:${port}`), ...env };
  const started = spawn('node', [join(ROOT, 'bin/handback.mjs'), 'serve'], { cwd: clone, env: settings });
  const ended = once(started, 'exit');
  let log = '';
  for await (const piece of started.stdout.setEncoding('utf8')) {
    if (!log.includes('handback is running') && `${log}${piece}`.includes('handback is running')) started.kill();
    log += piece;
  }
  expect(await ended).toEqual([0, null]);
  expect(log).toContain('"msg":"stopped"');
}, 60_000);
