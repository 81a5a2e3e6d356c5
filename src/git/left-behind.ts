import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { MINUTE } from '../model/time.ts';
import { LIMIT_MS } from './run.ts';

// Git takes its locks and parts of packs away itself, unless it is killed: then nobody
// does, and says that a person should.

/** Git takes locks when all is fetched, for moments. */
const LOCKED_MS = 10 * MINUTE;

/** Takes locks away that no git can hold any more; true when there was one. */
export async function clearLocks(directory: string): Promise<boolean> {
  const top = await readdir(directory);
  const below = await readdir(join(directory, 'refs'), { recursive: true });
  const all = [...top, ...below.map((name) => join('refs', name))].filter((name) => name.endsWith('.lock'));
  return clear(directory, all, LOCKED_MS);
}

/** The same for what had come of a pack: it may be as large as the repository. */
export async function clearParts(directory: string): Promise<void> {
  const packs = join(directory, 'objects', 'pack');
  const names = await readdir(packs).catch(() => []);
  await clear(
    packs,
    names.filter((name) => name.startsWith('tmp_')),
    LIMIT_MS,
  );
}

async function clear(directory: string, names: readonly string[], olderThanMs: number): Promise<boolean> {
  let cleared = false;
  for (const name of names) {
    const path = join(directory, name);
    const found = await stat(path).catch(() => undefined);
    if (found === undefined || Date.now() - found.mtimeMs < olderThanMs) continue;
    await rm(path, { force: true });
    cleared = true;
  }
  return cleared;
}
