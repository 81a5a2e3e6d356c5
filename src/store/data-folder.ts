import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { StoreError } from './store-error.ts';

/** The ledger of a data directory. */
export const FILE = 'handback.db';

export function hasFile(dataDir: string): boolean {
  return existsSync(join(dataDir, FILE));
}

/** Throws `StoreError` where that cannot be. */
export function makeDataFolder(folder: string): void {
  try {
    makeFolder(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new StoreError(
      `The folder ${folder} cannot be made (${code}). Set DATA_DIR to a folder on a local disk in which this user may write.`,
      { cause: error },
    );
  }
}

/**
 * With all above it, for their owner alone. Node's own way never ends where the kernel says
 * of a folder that is there that it is not: in /proc.
 */
export function makeFolder(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
  const above = dirname(folder);
  if (above !== folder) makeFolder(above);
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Another process may have been sooner.
    if (code !== 'EEXIST' || !statSync(folder).isDirectory()) throw error;
  }
}
