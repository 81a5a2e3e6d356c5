import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readFingerprintKey } from '../../src/store/fingerprint-key.ts';
import { StoreError } from '../../src/store/store-error.ts';

let here: string;
beforeEach(() => {
  here = mkdtempSync(join(tmpdir(), 'keys-'));
});
afterEach(() => rmSync(here, { recursive: true, force: true }));

const file = () => join(here, 'fingerprint.key');
const read = (isUsed = false) => readFingerprintKey({ FINGERPRINT_KEY: undefined, DATA_DIR: here }, async () => isUsed);

describe('the fingerprint key beside the data', () => {
  it('is made once, whole, for its owner alone, also by several that start together', async () => {
    const keys = await Promise.all([read(), read(), read()]);
    expect(keys.map((key) => key.length)).toEqual([32, 32, 32]);
    expect(new Set([...keys, await read()].map((key) => Buffer.from(key).toString('hex'))).size).toBe(1);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    expect(readdirSync(here)).toEqual(['fingerprint.key']);
  });

  it('is not made anew where values are named by one that is lost: it says where that may be', async () => {
    await expect(read(true)).rejects.toThrow(/^The key is lost .*FINGERPRINT_KEY.*fingerprint\.key.*backup/);
    expect(readdirSync(here)).toEqual([]);
    const key = await read();
    expect(await read(true), 'while it is there').toEqual(key);
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
      expect(told).toBeInstanceOf(StoreError);
      expect(String(told)).toContain(file());
      expect(String(told)).not.toContain('no key');
    },
  );
});
