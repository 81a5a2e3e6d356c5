import { lstat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { text } from 'node:stream/consumers';
import { exit, GitError, git, start } from '../../git/run.ts';
import type { LocalRepository } from '../repository.ts';
import { type Listed, NO_UTF8_NAME } from './listed.ts';

/**
 * What git tracks at this path and what it does not ignore there. What keeps it from telling, or is not here, is named.
 */
export async function tracked(repository: LocalRepository, root: string, path: string): Promise<Listed[]> {
  const list = ['ls-files', '-z', '-t', '--cached', '--others', '--exclude-standard', '--'];
  const args = [...at(root), '--literal-pathspecs', ...list, relative(root, path) || '.'];
  const child = start(repository.gitDirectory, args);
  const [out, errors, code] = await Promise.all([text(child.stdout), text(child.stderr), exit(child)]);
  if (code !== 0) throw new GitError(['ls-files'], code, errors);
  const entries = out.split('\0').flatMap((entry) => (entry === '' ? [] : { tag: entry[0], name: entry.slice(2) }));
  // A file in conflict stands in the index up to three times.
  const inConflict = new Set(entries.flatMap(({ tag, name }) => (tag === 'M' ? name : [])));
  const others = entries.flatMap(({ tag, name }) => (tag === 'M' ? [] : name));
  const sparse = entries.flatMap(({ tag, name }) => (tag === 'S' ? name : []));
  return [...once([...inConflict, ...others].sort()), ...(await leftOut(root, sparse)), ...closed(errors)];
}

export async function isIgnored({ gitDirectory }: LocalRepository, root: string, path: string): Promise<boolean> {
  if (path === root) return false;
  try {
    await git(gitDirectory, [...at(root), 'check-ignore', '--quiet', '--', path]);
    return true;
  } catch (error) {
    if (error instanceof GitError) return false;
    throw error;
  }
}

/** Nothing but what stands in the repository ignores: its configuration could name any list. */
function at(root: string): string[] {
  return ['-C', root, `--work-tree=${root}`, '-c', 'core.excludesFile=/dev/null'];
}

/** Two names that are no UTF-8 may look the same when read as such. */
function once(sorted: readonly string[]): Listed[] {
  return sorted.map((name, at) => (name === sorted[at - 1] ? { path: name, unread: NO_UTF8_NAME } : name));
}

/** A sparse checkout has not all that git tracks; what is there all the same is read like the rest. */
async function leftOut(root: string, sparse: readonly string[]): Promise<Listed[]> {
  let missing = 0;
  for (const name of sparse) if ((await lstat(join(root, name)).catch(() => undefined)) === undefined) missing++;
  if (missing === 0) return [];
  const files = missing === 1 ? '1 file that git tracks is' : `${missing} files that git tracks are`;
  return [{ path: 'the rest of this sparse checkout', unread: `${files} not here (--history looks at them)` }];
}

/** Of a folder that it cannot open git only warns. */
function closed(warnings: string): Listed[] {
  const folders = warnings.matchAll(/^warning: could not open directory '(.+)': (.+)$/gm);
  return Array.from(folders, ([, path = '', why = '']) => ({ path, unread: `the folder cannot be read (${why})` }));
}
