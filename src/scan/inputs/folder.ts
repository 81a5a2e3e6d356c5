import { lstat, readdir, realpath } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import type { Input, Piece, Unread } from '../input.ts';
import type { LocalRepository } from '../repository.ts';
import { ahead } from './ahead.ts';
import { type Listed, NO_UTF8_NAME, SUBMODULE } from './listed.ts';
import { readPiece } from './read-file.ts';
import { isIgnored, tracked } from './tracked.ts';

/** Files that are read before the one at work is done. */
const AHEAD = 8;

/** What stands in a name for bytes that are no text. */
const NO_UTF8 = '\ufffd';

/** A folder or one file. In a work tree that is what git tracks and what it does not ignore. */
export async function folderInput(path: string, repository: LocalRepository | undefined): Promise<Input> {
  const real = await realpath(path);
  const single = !(await lstat(real)).isDirectory();
  const workTree = repository?.workTree;
  const root = workTree ?? (await rootOf(path));
  const asGit =
    repository !== undefined && workTree !== undefined && !single && !(await isIgnored(repository, root, real));
  const listed = single
    ? [slashed(relative(root, real))]
    : asGit
      ? await tracked(repository, root, real)
      : await walk(root, real);
  return {
    each: 'place',
    what: single ? `the file ${path}` : `${asGit ? 'the work tree' : 'the folder'} ${real}`,
    size: { unit: 'bytes', all: await sizeOf(root, listed) },
    pieces: () => (single ? readOne(real, slashed(relative(root, real))) : readAll(root, listed)),
  };
}

/** Whoever names a file asks about it: what is none is said, where those of a folder are passed by. */
async function* readOne(file: string, path: string): AsyncGenerator<Piece | Unread> {
  yield (await readPiece(file, path)) ?? { path, unread: 'it is no file: pipe in what it gives (handback scan -)' };
}

/** Outside git: the folder itself, or the one of the file. */
export async function rootOf(path: string): Promise<string> {
  const real = await realpath(path);
  return (await lstat(real)).isDirectory() ? real : dirname(real);
}

async function* readAll(root: string, listed: readonly Listed[]): AsyncGenerator<Piece | Unread> {
  const inside = createInside();
  const read = async (one: Listed): Promise<Piece | Unread | undefined> => {
    if (typeof one !== 'string') return one;
    if (one.endsWith('/')) return { path: one, unread: 'it is a repository of its own: scan it by itself' };
    const file = join(root, one);
    if (one.includes(NO_UTF8) && (await lstat(file).catch(() => undefined)) === undefined)
      return { path: one, unread: NO_UTF8_NAME };
    if (!(await inside(dirname(file)))) return undefined;
    const found = await lstat(file).catch(() => undefined);
    if (found?.isDirectory()) return { path: one, unread: SUBMODULE, isElsewhere: true };
    return readPiece(file, one);
  };
  for await (const piece of ahead(listed, AHEAD, read)) if (piece !== undefined) yield piece;
}

/** A folder that has become a link leads elsewhere: links are not followed. */
function createInside(): (folder: string) => Promise<boolean> {
  const known = new Map<string, Promise<boolean>>();
  return (folder) => {
    const answer =
      known.get(folder) ??
      realpath(folder).then(
        (real) => real === folder,
        // One that nobody may look into holds files all the same, and reading them says why not.
        (error: NodeJS.ErrnoException) => error.code !== 'ENOENT' && error.code !== 'ENOTDIR',
      );
    known.set(folder, answer);
    return answer;
  };
}

async function walk(root: string, folder: string): Promise<Listed[]> {
  const path = slashed(relative(root, folder));
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: Error) => error);
  if (entries instanceof Error) return [{ path: path || '.', unread: 'the folder cannot be read' }];
  const found: Listed[] = [];
  const sorted = entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const [at, entry] of sorted.entries()) {
    const name = path === '' ? entry.name : `${path}/${entry.name}`;
    // Two names that are no UTF-8 may look the same when read as such.
    if (entry.name === sorted[at - 1]?.name) found.push({ path: name, unread: NO_UTF8_NAME });
    else if (entry.isFile()) found.push(name);
    else if (entry.isDirectory() && entry.name !== '.git')
      for (const one of await walk(root, join(folder, entry.name))) found.push(one);
  }
  return found;
}

async function sizeOf(root: string, listed: readonly Listed[]): Promise<number> {
  let size = 0;
  const measure = async (one: Listed) =>
    typeof one === 'string' ? lstat(join(root, one)).catch(() => undefined) : undefined;
  for await (const found of ahead(listed, AHEAD * 4, measure)) size += found?.isFile() ? found.size : 0;
  return size;
}

function slashed(path: string): string {
  return path.split(sep).join('/');
}
