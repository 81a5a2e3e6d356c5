import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { openLedger } from '../../src/main.ts';
import { takeOwnership } from '../../src/queue/owner-lock.ts';
import { keepKeyCheck } from '../../src/store/key-check.ts';
import { openStore } from '../../src/store/open.ts';
import { makePlaintext } from '../support/make-facts.ts';
import { until } from '../support/until.ts';
import { serverEnv } from './server-env.ts';

const CLI = join(import.meta.dirname, '../../src/cli.ts');
/** Another program, and for those who serve a GitHub on which nobody has installed the App. */
const taken = createServer((_, response) => response.writeHead(200, { 'content-type': 'application/json' }).end('[]'));
let home: string;
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'serve-'));
  await new Promise<void>((listening) => taken.listen(0, '127.0.0.1', listening));
});
afterAll(() => {
  taken.close();
  rmSync(home, { recursive: true, force: true });
});

/** As a person starts it; whatever runs on is ended, and its code is NaN then. */
function serve(port: number, dataDir = home, more: object = {}): Promise<{ code: number; errors: string }> {
  const env = { ...serverEnv(dataDir, port), LOG_LEVEL: 'silent' as const, ...more };
  return new Promise((resolve) => {
    execFile(process.execPath, [CLI, 'serve'], { cwd: home, env, timeout: 45_000 }, (error, _, errors) =>
      resolve({ code: error ? Number(error.code ?? Number.NaN) : 0, errors }),
    );
  });
}

describe('what cannot serve ends with 2, in words', () => {
  it('where another program has the port: nobody would hear GitHub, however much work is done', async () => {
    const { port } = taken.address() as AddressInfo;
    const { code, errors } = await serve(port);
    expect(code).toBe(2);
    expect(errors).toMatch(new RegExp(`^Handback cannot listen on 127\\.0\\.0\\.1:${port} \\(EADDRINUSE\\).*PORT`));
    expect(errors).not.toMatch(/\n\s+at /);
  }, 60_000);

  it('where its data cannot be', async () => {
    writeFileSync(join(home, 'file'), '');
    for (const dataDir of [join(home, 'file'), join(home, 'file', 'below'), '/proc/below']) {
      const { code, errors } = await serve(0, dataDir);
      expect({ code, errors }).toEqual({ code: 2, errors: expect.stringMatching(/^The folder .* cannot be made \(E/) });
      expect(errors).toContain('Set DATA_DIR');
    }
  }, 90_000);

  it('where values are named by another fingerprint key: all that is known of them would count for nothing', async () => {
    const dataDir = join(home, 'other-key');
    const key = () => randomBytes(32).toString('hex');
    const store = await openStore({ dataDir });
    await store.credentials.save(1, [makePlaintext()], 1);
    await keepKeyCheck(store, Buffer.from(key(), 'hex'));
    await store.close();
    const { code, errors } = await serve(0, dataDir, { FINGERPRINT_KEY: key() });
    expect(errors).toMatch(/^The ledger names values by another fingerprint key/);
    expect(code).toBe(2);
  }, 60_000);

  it('where another process works on the same data', async () => {
    const lock = takeOwnership(home);
    const { code, errors } = await serve(0);
    lock.release();
    expect(code).toBe(2);
    expect(errors).toMatch(/^Another Handback process works on .* already/);
    expect(errors).not.toMatch(/\n\s+at /);
  }, 60_000);
});

it('a stranger who holds a request open keeps nothing at work that was told to stop', async () => {
  const env = { ...serverEnv(join(home, 'held'), 0, `127.0.0.1:${(taken.address() as AddressInfo).port}`) };
  const started = spawn(process.execPath, [CLI, 'serve'], { cwd: home, env });
  onTestFinished(() => void started.kill('SIGKILL'));
  const ended = once(started, 'exit');
  let log = '';
  started.stdout.setEncoding('utf8').on('data', (piece: string) => {
    log += piece;
  });
  await until('it runs', () => log.includes('handback is running'), 30_000);
  const port = Number(/"port":(\d+)/.exec(log)?.[1]);
  const stranger = connect(port, '127.0.0.1');
  stranger.write('POST /api/github/webhooks HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{');
  // An answer on a later connection: the half of a request before it was heard.
  expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
  started.kill();
  await until('the work has ended', () => isFree(join(home, 'held')), 30_000);
  expect(started.exitCode).toBeNull();
  stranger.destroy();
  expect(await ended).toEqual([0, null]);
}, 90_000);

it('takes no job any more, and ends in words, when a newer Handback has brought the database up to date', async () => {
  const dataDir = join(home, 'overtaken');
  const env = serverEnv(dataDir, 0, `127.0.0.1:${(taken.address() as AddressInfo).port}`);
  const started = spawn(process.execPath, [CLI, 'serve'], { cwd: home, env });
  onTestFinished(() => void started.kill('SIGKILL'));
  const ended = once(started, 'exit');
  let says = '';
  for (const output of [started.stdout, started.stderr])
    output.setEncoding('utf8').on('data', (piece: string) => {
      says += piece;
    });
  await until('it runs', () => says.includes('handback is running'), 30_000);
  const { store, queue } = await openLedger({ DATA_DIR: dataDir });
  await until('it has nothing to do', async () => (await queue.counts()).waiting === 0, 30_000);
  await sql`insert into handback_migration values ('9999-future', '2030-01-01T00:00:00Z')`.execute(store.db);
  await queue.add([{ type: 'purge', payload: {} }]);
  expect(await ended).toEqual([2, null]);
  expect(says).toContain('The database was written by a newer Handback than this one');
  expect(await queue.counts()).toEqual({ waiting: 1, running: 0, dead: 0 });
  await store.close();
}, 90_000);

function isFree(dataDir: string): boolean {
  try {
    takeOwnership(dataDir).release();
    return true;
  } catch {
    return false;
  }
}
