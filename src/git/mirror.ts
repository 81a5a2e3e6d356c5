import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { clearLocks, clearParts } from './left-behind.ts';
import { GitError, git } from './run.ts';

export interface Access {
  readonly url: string;
  readonly header: string;
  readonly proxy?: string;
}

/** Throws what git says where it does not get there, or the repository is not shown to it. */
export async function tryAccess(access: Access): Promise<void> {
  await git('/nonexistent', ['ls-remote', '--quiet', access.url, 'HEAD'], access);
}

/**
 * What a server says of a commit that it does not have, or does not give: anything else is
 * a failure, and worth another try.
 */
const GONE = /not our ref|unadvertised object|couldn't find remote ref|bad object/i;

const REFSPECS = ['+refs/heads/*:refs/heads/*', '+refs/tags/*:refs/tags/*'];

export function mirrorDirectory(dataDir: string, repositoryId: number): string {
  return join(dataDir, 'mirrors', `${repositoryId}.git`);
}

export function hasMirror(directory: string): boolean {
  return existsSync(join(directory, 'HEAD'));
}

/** Brings the copy up to date, and `extra` commits with it: tips that a force push may since have replaced. */
export async function refresh(directory: string, access: Access, extra: readonly string[] = []): Promise<void> {
  await prepare(directory);
  await clearParts(directory);
  await fetch(directory, access, ['--prune'], REFSPECS);
  for (const sha of extra) await fetchCommit(directory, access, sha);
}

async function prepare(directory: string): Promise<void> {
  if (hasMirror(directory)) return;
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await git(directory, ['init', '--quiet', '--bare']);
}

async function fetch(
  directory: string,
  access: Access,
  options: readonly string[],
  refs: readonly string[],
): Promise<void> {
  const args = ['fetch', '--quiet', '--no-write-fetch-head', ...options, access.url, ...refs];
  try {
    await git(directory, args, access);
  } catch (error) {
    if (!(error instanceof GitError) || !(await isMended(directory, error))) throw error;
    await git(directory, args, access);
  }
}

/** Whether what was in the way is gone: what a process left behind that was killed in the middle. */
async function isMended(directory: string, { message }: GitError): Promise<boolean> {
  if (UNMADE.test(message)) {
    await git(directory, ['init', '--quiet', '--bare']);
    return true;
  }
  return LOCKED.test(message) && clearLocks(directory);
}

const UNMADE = /not a git repository/;
const LOCKED = /Unable to create '.*\.lock'|remove the file manually to continue/;

/** True when the commit is here now. GitHub may have thrown away what no ref holds any more. */
export async function fetchCommit(directory: string, access: Access, sha: string): Promise<boolean> {
  await prepare(directory);
  if (await hasCommit(directory, sha)) return true;
  try {
    // A ref of our own keeps it from being pruned: evidence must not vanish because a branch did.
    await fetch(directory, access, [], [`+${sha}:refs/handback/${sha}`]);
  } catch (error) {
    if (error instanceof GitError && GONE.test(error.message)) return false;
    throw error;
  }
  return hasCommit(directory, sha);
}

/** The same for a file that no commit holds, by a ref that leads to it. */
export async function fetchBlob(directory: string, access: Access, blob: string, ref: string): Promise<boolean> {
  await prepare(directory);
  if (await has(directory, blob)) return true;
  try {
    await fetch(directory, access, [], [ref]);
  } catch (error) {
    if (error instanceof GitError && GONE.test(error.message)) return false;
    throw error;
  }
  return has(directory, blob);
}

export async function hasCommit(directory: string, sha: string): Promise<boolean> {
  return has(directory, `${sha}^{commit}`);
}

async function has(directory: string, object: string): Promise<boolean> {
  try {
    await git(directory, ['cat-file', '-e', object]);
    return true;
  } catch (error) {
    if (error instanceof GitError) return false;
    throw error;
  }
}

/** `refs/heads/main` -> sha, for branches and tags. */
export async function tips(directory: string): Promise<Record<string, string>> {
  const out = await git(directory, ['for-each-ref', '--format=%(refname) %(objectname)', 'refs/heads', 'refs/tags']);
  const lines = out.split('\n').filter(Boolean);
  return Object.fromEntries(lines.map((line) => line.split(' ') as [string, string]));
}
