import { lstat, readdir, realpath } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { GitError, git } from '../../git/run.ts';
import type { Input, Piece, Unread } from '../input.ts';
import type { LocalRepository } from '../repository.ts';
import { ahead } from './ahead.ts';
import { readPiece } from './read-file.ts';

/** Files that are read before the one at work is done. */
const AHEAD = 8;

/** What stands in a name for bytes that are no text. */
const NO_UTF8 = '\ufffd';

/** A listed path from the root, or one that could not even be listed. */
type Listed = string | Unread;

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
    pieces: () => readAll(root, listed),
  };
}

/** Outside git: the folder itself, or the one of the file. */
export async function rootOf(path: string): Promise<string> {
  const real = await realpath(path);
  return (await lstat(real)).isDirectory() ? real : dirname(real);
}

async function* readAll(root: string, listed: readonly Listed[]): AsyncGenerator<Piece | Unread> {
  const inside = createInside(root);
  const read = async (one: Listed): Promise<Piece | Unread | undefined> => {
    if (typeof one !== 'string') return one;
    if (one.endsWith('/')) return { path: one, unread: 'it is a repository of its own: scan it by itself' };
    const file = join(root, one);
    if (one.includes(NO_UTF8) && (await lstat(file).catch(() => undefined)) === undefined)
      return { path: one, unread: 'its name is no UTF-8: pipe it in (handback scan - < file), or rename it' };
    if (!(await inside(dirname(file)))) return undefined;
    const found = await lstat(file).catch(() => undefined);
    if (found?.isDirectory()) return { path: one, unread: 'it is a submodule: scan it by itself' };
    return readPiece(file, one);
  };
  for await (const piece of ahead(listed, AHEAD, read)) if (piece !== undefined) yield piece;
}

/** A folder that has become a link leads elsewhere: links are not followed. */
function createInside(root: string): (folder: string) => Promise<boolean> {
  const known = new Map<string, Promise<boolean>>();
  return (folder) => {
    const answer =
      known.get(folder) ??
      realpath(folder).then(
        (real) => real === folder,
        () => folder === root,
      );
    known.set(folder, answer);
    return answer;
  };
}

async function isIgnored({ gitDirectory }: LocalRepository, root: string, path: string): Promise<boolean> {
  if (path === root) return false;
  try {
    await git(gitDirectory, [...at(root), 'check-ignore', '--quiet', '--', path]);
    return true;
  } catch (error) {
    if (error instanceof GitError) return false;
    throw error;
  }
}

async function tracked({ gitDirectory }: LocalRepository, root: string, path: string): Promise<string[]> {
  const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate', '--'];
  const out = await git(gitDirectory, [...at(root), '--literal-pathspecs', ...list, relative(root, path) || '.']);
  return out
    .split('\0')
    .filter((name) => name !== '')
    .sort();
}

function at(root: string): string[] {
  return ['-C', root, `--work-tree=${root}`];
}

async function walk(root: string, folder: string): Promise<Listed[]> {
  const path = slashed(relative(root, folder));
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: Error) => error);
  if (entries instanceof Error) return [{ path: path || '.', unread: 'the folder cannot be read' }];
  const found: Listed[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const name = path === '' ? entry.name : `${path}/${entry.name}`;
    if (entry.isFile()) found.push(name);
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
