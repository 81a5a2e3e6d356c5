import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigError, readPrivateKey } from '../../src/config.ts';

let here: string;
beforeEach(() => {
  here = mkdtempSync(join(tmpdir(), 'keys-'));
});
afterEach(() => rmSync(here, { recursive: true, force: true }));

describe('the private key', () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
  const told = (PRIVATE_KEY: string) =>
    readPrivateKey({ PRIVATE_KEY, PRIVATE_KEY_PATH: undefined }).catch((error: unknown) => error);

  it('is taken with line ends of every kind', async () => {
    const base64 = Buffer.from(pem).toString('base64');
    const lines = base64.replaceAll(/.{76}/g, '$&\n');
    for (const text of [pem, pem.replaceAll('\n', '\\n'), pem.replaceAll('\n', '\r\n'), pem.trim(), base64, lines])
      expect(createPrivateKey(String(await told(text))).equals(privateKey)).toBe(true);
  });

  it('that is none is refused before anything starts, and not shown', async () => {
    const other = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    for (const text of [pem.slice(0, 400), pem.replaceAll('\n', ' '), other]) {
      const error = await told(text);
      expect(error).toBeInstanceOf(ConfigError);
      expect(String(error)).toContain('PRIVATE_KEY holds no private key of a GitHub App');
      expect(String(error)).not.toContain(pem.slice(100, 120));
    }
    writeFileSync(join(here, 'app.pem'), 'hello');
    await expect(readPrivateKey({ PRIVATE_KEY: undefined, PRIVATE_KEY_PATH: join(here, 'app.pem') })).rejects.toThrow(
      /PRIVATE_KEY_PATH names .*app\.pem, which holds no private key/,
    );
  });

  it('that cannot be read is told in words', async () => {
    const told = await readPrivateKey({ PRIVATE_KEY: undefined, PRIVATE_KEY_PATH: join(here, 'none.pem') }).catch(
      (error: unknown) => error,
    );
    expect(told).toBeInstanceOf(ConfigError);
    expect(String(told)).toMatch(/PRIVATE_KEY_PATH.*ENOENT/);
  });
});
