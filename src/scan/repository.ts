import { lstat, readFile, realpath, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { GitError, git } from '../git/run.ts';
import { ScanError } from './scan-error.ts';

/** A git repository on this machine; without a work tree it is a bare one. */
export interface LocalRepository {
  readonly gitDirectory: string;
  readonly workTree?: string;
}

/** The repository that holds the path, if any. */
export async function findRepository(path: string): Promise<LocalRepository | undefined> {
  let folder = await realpath(path);
  if (!(await stat(folder)).isDirectory()) folder = dirname(folder);
  for (;;) {
    // First, as git does: a work tree may hold files that make it look like a bare repository.
    const gitDirectory = await gitDirectoryIn(folder);
    if (gitDirectory !== undefined) return { gitDirectory, workTree: folder };
    if (await isGitDirectory(folder)) return { gitDirectory: folder };
    if (dirname(folder) === folder) return undefined;
    folder = dirname(folder);
  }
}

/** `.git` is a file in linked work trees and submodules. */
async function gitDirectoryIn(folder: string): Promise<string | undefined> {
  const path = join(folder, '.git');
  const found = await lstat(path).catch(() => undefined);
  if (found === undefined) return undefined;
  if (!found.isFile()) return (await isGitDirectory(path)) ? path : undefined;
  const target = /^gitdir: (.+)/.exec(await readFile(path, 'utf8'))?.[1]?.trim();
  if (target === undefined) return undefined;
  const directory = resolve(folder, target);
  if ((await stat(join(directory, 'HEAD')).catch(() => undefined)) !== undefined) return directory;
  throw new ScanError(
    `${path} leads to ${directory}, and no repository is there. Was it moved or deleted? Where this is a linked work tree, git worktree repair mends it; without ${path} the folder is scanned as it is.`,
  );
}

async function isGitDirectory(folder: string): Promise<boolean> {
  const parts = await Promise.all(
    ['HEAD', 'objects', 'refs'].map((name) => stat(join(folder, name)).catch(() => null)),
  );
  return parts.every((part) => part !== null);
}

/** What was committed to HEAD at this path: bare repositories have their ignore files there. */
export async function committedFile({ gitDirectory }: LocalRepository, path: string): Promise<string | undefined> {
  return git(gitDirectory, ['cat-file', 'blob', `HEAD:${path}`]).catch(asMissing);
}

export async function isShallow({ gitDirectory }: LocalRepository): Promise<boolean> {
  return (await git(gitDirectory, ['rev-parse', '--is-shallow-repository'])).trim() === 'true';
}

/** Whether its clone left objects at the server. */
export async function isPartial({ gitDirectory }: LocalRepository): Promise<boolean> {
  const promised = ['config', '--get-regexp', String.raw`^(remote\..*\.promisor|extensions\.partialclone)$`];
  return (await git(gitDirectory, promised).catch(asMissing)) !== undefined;
}

/** How many objects that these tips, or else all refs, lead to are not here; undefined where git cannot tell. */
export async function countMissing(
  { gitDirectory }: LocalRepository,
  tips: readonly string[] | undefined,
): Promise<number | undefined> {
  const walk = ['rev-list', '--objects', '--missing=print', '--quiet', tips === undefined ? '--all' : '--stdin'];
  const input = (tips ?? []).map((id) => `${id}\n`).join('');
  const missing = await git(gitDirectory, walk, { input }).catch(asMissing);
  return missing?.split('\n').filter((line) => line.startsWith('?')).length;
}

/** The commit that a name of the user's stands for. */
export async function resolveCommit({ gitDirectory }: LocalRepository, name: string): Promise<string> {
  const found = await git(gitDirectory, [
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `${name}^{commit}`,
  ]).catch(asMissing);
  if (found !== undefined) return found.trim();
  throw new ScanError(
    `There is no commit "${name}" here. In a shallow clone, fetch more first: git fetch --unshallow, or fetch-depth: 0 in actions/checkout.`,
  );
}

export function asMissing(error: unknown): undefined {
  if (error instanceof GitError) return undefined;
  throw error;
}
