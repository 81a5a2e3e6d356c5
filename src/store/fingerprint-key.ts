import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { constants, copyFile, link, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { StoreError } from './store-error.ts';

interface KeySettings {
  readonly FINGERPRINT_KEY?: string | undefined;
  readonly DATA_DIR: string;
}

/**
 * Without the same key a value that was seen before would look new; so it is made once and kept beside
 * the data. `isUsed`: whether one named values so far. `keeps`: else a new one is of no further use.
 */
export async function readFingerprintKey(
  { FINGERPRINT_KEY, DATA_DIR }: KeySettings,
  isUsed: () => Promise<boolean>,
  keeps = true,
): Promise<Uint8Array> {
  if (FINGERPRINT_KEY !== undefined) return Buffer.from(FINGERPRINT_KEY, 'hex');
  const path = join(DATA_DIR, 'fingerprint.key');
  if (!existsSync(path) && (await isUsed())) throw lostKey(path);
  if (!existsSync(path) && !keeps) return randomBytes(32);
  if (!existsSync(path)) await make(path);
  const text = (await readFile(path, 'utf8')).trim();
  if (/^[\da-f]{64}$/i.test(text)) return Buffer.from(text, 'hex');
  throw new StoreError(
    `The file ${path} holds no fingerprint key: that is 64 hexadecimal digits, and a full disk or a crash may have cut them. Restore it from ` +
      'your backup. If there is none, delete it: a new one is made, and every value that was seen before looks new.',
  );
}

function lostKey(path: string): StoreError {
  return new StoreError(
    `The key is lost by which the ledger names values: FINGERPRINT_KEY is not set, and there is no file ${path}. With another key every value that was ` +
      'seen before would look new, and its proof, exceptions and decisions would count for nothing. Set FINGERPRINT_KEY as it was (`register` wrote it to ' +
      '.env), or restore the file from your backup. If neither is to be had, set a new one (openssl rand -hex 32) and start: Handback then says how to tell it that this is meant, and what was known counts for nothing.',
  );
}

/**
 * Whole or not at all, and never over one that is there: with half of a key, or an empty
 * one, values could be tried against their names.
 */
async function make(path: string): Promise<void> {
  const fresh = `${path}.${randomBytes(8).toString('hex')}.new`;
  try {
    const handle = await open(fresh, 'wx', 0o600);
    await handle.writeFile(randomBytes(32).toString('hex'));
    await handle.sync();
    await handle.close();
    // Some network disks and file systems of other systems have no links.
    await link(fresh, path)
      .catch(() => copyFile(fresh, path, constants.COPYFILE_EXCL))
      .catch(unlessThere);
  } finally {
    await rm(fresh, { force: true });
  }
}

/** Another process was sooner: its key is the key. */
function unlessThere(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}
