import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { GitError, git } from './run.ts';

export interface Access {
  readonly url: string;
  readonly header: string;
}

/** A bare copy of one repository on our disk: its branches, its tags and the heads of its pull requests. */
export interface Mirror {
  readonly directory: string;
}

const REFSPECS = ['+refs/heads/*:refs/heads/*', '+refs/tags/*:refs/tags/*'];

export function mirrorDirectory(dataDir: string, repositoryId: number): string {
  return join(dataDir, 'mirrors', `${repositoryId}.git`);
}

export function hasMirror(directory: string): boolean {
  return existsSync(join(directory, 'HEAD'));
}

/** Brings the copy up to date, and `extra` commits with it (a tip that a force push has since replaced, a pull request's head). */
export async function refresh(directory: string, access: Access, extra: readonly string[] = []): Promise<Mirror> {
  if (!hasMirror(directory)) {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await git(directory, ['init', '--quiet', '--bare']);
  }
  await git(directory, ['fetch', '--quiet', '--prune', '--no-write-fetch-head', access.url, ...REFSPECS], access);
  for (const sha of extra) await fetchCommit(directory, access, sha);
  return { directory };
}

/** True when the commit is here now. GitHub may have thrown away what no ref holds any more. */
export async function fetchCommit(directory: string, access: Access, sha: string): Promise<boolean> {
  if (await hasCommit(directory, sha)) return true;
  try {
    // A ref of our own keeps it from being pruned: evidence must not vanish because a branch did.
    await git(
      directory,
      ['fetch', '--quiet', '--no-write-fetch-head', access.url, `+${sha}:refs/handback/${sha}`],
      access,
    );
  } catch (error) {
    if (error instanceof GitError) return false;
    throw error;
  }
  return hasCommit(directory, sha);
}

export async function hasCommit(directory: string, sha: string): Promise<boolean> {
  try {
    await git(directory, ['cat-file', '-e', `${sha}^{commit}`]);
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

export async function forget(directory: string): Promise<void> {
  await rm(directory, { recursive: true, force: true });
}
