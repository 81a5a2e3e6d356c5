import type { Fingerprint } from '../model/secret.ts';
import type { BlobFinding } from './blob-finding.ts';
import { openObjectStore } from './pack/object-store.ts';
import { readCommits, type SignedCommit } from './provenance/commit-details.ts';
import { searchLog } from './provenance/search-log.ts';
import { searchTrees } from './provenance/search-trees.ts';

/** The commit that first brought a blob into a history. */
export interface Introduction {
  readonly commit: SignedCommit;
  readonly path: string;
  /** Grows with time, ancestors before descendants: the smallest of several is the earliest. */
  readonly order: number;
}

export interface Introductions {
  /** Blobs that no ref leads to any more have none. */
  of(blobs: Iterable<string>): Promise<ReadonlyMap<string, Introduction>>;
}

/**
 * Starts reading a history at once, so that it goes on beside a scan; `of` answers when it
 * is through. `since`: commits whose history is known and not read again. `tips`: where it
 * begins, in place of all refs: one of those that leads to nothing would end it.
 */
export function readIntroductions(
  repository: string,
  options: {
    readonly since?: readonly string[];
    readonly tips?: readonly string[];
    readonly signal?: AbortSignal;
  } = {},
): Introductions {
  const store = openObjectStore(repository);
  const { since = [], tips, signal } = options;
  // A blob that an excluded commit has can still come anew: only diffs tell. And a range has few of them.
  const search =
    since.length > 0 ? searchLog(store.gitDirectory, { since, tips }, signal) : searchTrees(store, tips, signal);
  return {
    async of(blobs) {
      const places = await search([...new Set(blobs)]);
      const commits = await readCommits(store.gitDirectory, [...new Set(places.map(({ commit }) => commit))]);
      const introductions = new Map<string, Introduction>();
      for (const { blob, commit: id, path, order } of places) {
        const commit = commits.get(id);
        if (commit !== undefined) introductions.set(blob, { commit, path, order });
      }
      return introductions;
    },
  };
}

/** The earliest introduction of each value, over all blobs that hold it. */
export function earliest(
  findings: readonly BlobFinding[],
  introductions: ReadonlyMap<string, Introduction>,
): Map<Fingerprint, Introduction> {
  const first = new Map<Fingerprint, Introduction>();
  for (const { fingerprint, blob } of findings) {
    const introduction = introductions.get(blob);
    const before = first.get(fingerprint);
    if (introduction !== undefined && (before === undefined || introduction.order < before.order)) {
      first.set(fingerprint, introduction);
    }
  }
  return first;
}
