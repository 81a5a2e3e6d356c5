import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { git } from '../../git/run.ts';

/** Names of the objects in a pack, as git reads its index (version 1 too). Undefined when git cannot read it either. */
export async function objectsOfPack(indexPath: string): Promise<string[] | undefined> {
  try {
    const out = await git(dirname(indexPath), ['show-index'], { input: await readFile(indexPath) });
    return out.split('\n').flatMap((line) => line.split(' ')[1] ?? []);
  } catch {
    return undefined;
  }
}
