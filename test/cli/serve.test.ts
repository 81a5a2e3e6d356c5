import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { takeOwnership } from '../../src/queue/owner-lock.ts';
import { serverEnv } from './server-env.ts';

const CLI = join(import.meta.dirname, '../../src/cli.ts');
const taken = createServer();
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
function serve(port: number): Promise<{ code: number; errors: string }> {
  const env = { ...serverEnv(home, port), LOG_LEVEL: 'silent' as const };
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

  it('where another process works on the same data', async () => {
    const lock = takeOwnership(home);
    const { code, errors } = await serve(0);
    lock.release();
    expect(code).toBe(2);
    expect(errors).toMatch(/^Another Handback process works on .* already/);
    expect(errors).not.toMatch(/\n\s+at /);
  }, 60_000);
});
