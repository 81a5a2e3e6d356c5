import { changesAndSubmodules } from '../../git/changes.ts';
import type { Input } from '../input.ts';
import { isShallow, type LocalRepository, resolveCommit } from '../repository.ts';
import { ScanError } from '../scan-error.ts';
import { SUBMODULE } from './listed.ts';
import { originOf, readVersions, type Version } from './versions.ts';

/** Every version of a file that the commits of `A..B` bring, merges too: what only passed through is found as well. */
export async function rangeInput(repository: LocalRepository, range: string): Promise<Input> {
  const { gitDirectory } = repository;
  const [from, to, ...more] = range.split(/\.{2,3}/);
  if (from === undefined || to === undefined || more.length > 0) {
    throw new ScanError(`--range ${range} is no range. Write A..B, such as origin/main..HEAD.`);
  }
  // GitHub names the "before" of a new branch with zeros.
  const known = /^0+$/.test(from) ? [] : [await resolveCommit(repository, from || 'HEAD')];
  const tip = await resolveCommit(repository, to || 'HEAD');
  const cut = await isShallow(repository);
  const seen = new Map<string, Version>();
  const submodules = new Set<string>();
  for await (const change of changesAndSubmodules(gitDirectory, [tip], known)) {
    if ('submodule' in change) {
      submodules.add(change.path);
      continue;
    }
    const { path, blob, commit } = change;
    const key = `${blob} ${path}`;
    if (!seen.has(key)) seen.set(key, { path, blob, origin: originOf(commit) });
  }
  return {
    each: 'value',
    what: `the commits ${range}`,
    size: { unit: 'pieces', all: seen.size },
    async *pieces() {
      yield* readVersions(gitDirectory, [...seen.values()]);
      for (const path of submodules) yield { path, unread: SUBMODULE, isElsewhere: true };
      if (cut) yield { path: range, unread: SHALLOW };
    },
  };
}

export const SHALLOW = 'this is a shallow clone: older commits are not here (git fetch --unshallow brings them)';
