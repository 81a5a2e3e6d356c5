import { execFile } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { takeOwnership } from '../../src/queue/owner-lock.ts';

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
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const env = {
    ...{
      PATH: process.env['PATH'],
      DATA_DIR: home,
      HOST: '127.0.0.1',
      PORT: String(port),
      LOG_LEVEL: 'silent' as const,
    },
    ...{ APP_ID: '1', WEBHOOK_SECRET: randomBytes(16).toString('hex'), GHE_HOST: '127.0.0.1:9', GHE_PROTOCOL: 'http' },
    PRIVATE_KEY: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
  return new Promise((resolve) => {
    execFile(process.execPath, [CLI, 'serve'], { cwd: home, env, timeout: 15_000 }, (error, _, errors) =>
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
  }, 30_000);

  it('where another process works on the same data', async () => {
    const lock = takeOwnership(home);
    const { code, errors } = await serve(0);
    lock.release();
    expect(code).toBe(2);
    expect(errors).toMatch(/^Another Handback process works on .* already/);
    expect(errors).not.toMatch(/\n\s+at /);
  }, 30_000);
});
