import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';

/** Where a repository keeps its objects. */
export interface ObjectStore {
  readonly gitDirectory: string;
  /** 20 in SHA-1 repositories, 32 in SHA-256 ones. */
  readonly hashSize: 20 | 32;
  /** Its own `objects` directory first, then those of its alternates. */
  readonly directories: readonly string[];
  /** Paths of pack indexes. */
  readonly indexes: readonly string[];
  /** Packs and alternates that cannot be read, and why. */
  readonly unreadable: readonly { readonly object: string; readonly reason: string }[];
}

/** Git itself follows no longer chain of alternates than this (`alt_odb_usable` in object-file.c). */
const DEEPEST_ALTERNATE = 5;

/** Opens a git directory, or the work tree around one. */
export function openObjectStore(repository: string): ObjectStore {
  // A git directory first: whatever lies in it by the name of .git is none of ours.
  const isWorkTree = !isGitDirectory(repository) && existsSync(join(repository, '.git'));
  const gitDirectory = withCommonDirectory(isWorkTree ? followGitFile(repository) : repository);
  const unreadable: { object: string; reason: string }[] = [];
  const directories = withAlternates(join(gitDirectory, 'objects'), unreadable);
  const indexes = directories.flatMap((directory) => packIndexes(directory, unreadable));
  return { gitDirectory, hashSize: hashSizeOf(gitDirectory), directories, indexes, unreadable };
}

/** That of a linked work tree has its objects elsewhere. */
function isGitDirectory(folder: string): boolean {
  const has = (name: string): boolean => existsSync(join(folder, name));
  return has('HEAD') && ((has('objects') && has('refs')) || has('commondir'));
}

/** `.git` is a file in linked work trees and submodules. */
function followGitFile(workTree: string): string {
  const path = join(workTree, '.git');
  if (statSync(path).isDirectory()) return path;
  const target = /^gitdir: (.+)/.exec(readFileSync(path, 'utf8'))?.[1]?.trim();
  if (target === undefined) throw new Error(`${path} names no git directory`);
  return resolve(workTree, target);
}

function withCommonDirectory(gitDirectory: string): string {
  const path = join(gitDirectory, 'commondir');
  return existsSync(path) ? resolve(gitDirectory, readFileSync(path, 'utf8').trim()) : gitDirectory;
}

function hashSizeOf(gitDirectory: string): 20 | 32 {
  const path = join(gitDirectory, 'config');
  return existsSync(path) && /^\s*objectformat\s*=\s*sha256\s*$/im.test(readFileSync(path, 'utf8')) ? 32 : 20;
}

function withAlternates(own: string, unreadable: { object: string; reason: string }[]): string[] {
  const found = new Set<string>();
  let level = [own];
  for (let depth = 0; depth <= DEEPEST_ALTERNATE && level.length > 0; depth++) {
    const next: string[] = [];
    for (const directory of level) {
      if (found.has(directory)) continue;
      if (existsSync(directory)) {
        found.add(directory);
        next.push(...alternatesOf(directory));
      } else {
        unreadable.push({ object: directory, reason: 'this object directory does not exist' });
      }
    }
    level = next;
  }
  for (const directory of level.filter((one) => !found.has(one))) {
    unreadable.push({ object: directory, reason: 'the chain of alternates is too long' });
  }
  return [...found];
}

function alternatesOf(directory: string): string[] {
  const path = join(directory, 'info', 'alternates');
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n');
  const paths = lines.filter((line) => line !== '' && !line.startsWith('#'));
  return paths.map((one) => (isAbsolute(one) ? one : resolve(directory, one)));
}

function packIndexes(directory: string, unreadable: { object: string; reason: string }[]): string[] {
  const folder = join(directory, 'pack');
  if (!existsSync(folder)) return [];
  const names = new Set(readdirSync(folder));
  for (const name of names) {
    if (!/^pack-.*\.pack$/.test(name) || names.has(name.replace(/pack$/, 'idx'))) continue;
    unreadable.push({ object: join(folder, name), reason: 'this pack has no index' });
  }
  const indexes = [...names].filter((name) => name.endsWith('.idx') && names.has(name.replace(/idx$/, 'pack')));
  return indexes.sort().map((name) => join(folder, name));
}
