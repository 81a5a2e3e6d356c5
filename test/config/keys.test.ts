import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigError, readFingerprintKey, readPrivateKey } from '../../src/config.ts';

let here: string;
beforeEach(() => {
  here = mkdtempSync(join(tmpdir(), 'keys-'));
});
afterEach(() => rmSync(here, { recursive: true, force: true }));

const file = () => join(here, 'fingerprint.key');
const read = () => readFingerprintKey({ FINGERPRINT_KEY: undefined, DATA_DIR: here });

describe('the fingerprint key beside the data', () => {
  it('is made once, whole, for its owner alone, also by several that start together', async () => {
    const keys = await Promise.all([read(), read(), read()]);
    expect(keys.map((key) => key.length)).toEqual([32, 32, 32]);
    expect(new Set([...keys, await read()].map((key) => Buffer.from(key).toString('hex'))).size).toBe(1);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    expect(readdirSync(here)).toEqual(['fingerprint.key']);
  });

  it.each([
    ['empty, as a full disk leaves it', ''],
    ['cut', 'ab'.repeat(20)],
    ['something else', 'no key'.repeat(20)],
  ])(
    'is never taken for one when it is %s: whoever knows that key could try values against the fingerprints',
    async (_, text) => {
      writeFileSync(file(), text);
      const told = await read().catch((error: unknown) => error);
      expect(told).toBeInstanceOf(ConfigError);
      expect(String(told)).toContain(file());
      expect(String(told)).not.toContain('no key');
    },
  );
});

describe('the private key', () => {
  it('that cannot be read is told in words', async () => {
    const told = await readPrivateKey({ PRIVATE_KEY: undefined, PRIVATE_KEY_PATH: join(here, 'none.pem') }).catch(
      (error: unknown) => error,
    );
    expect(told).toBeInstanceOf(ConfigError);
    expect(String(told)).toMatch(/PRIVATE_KEY_PATH.*ENOENT/);
  });
});
