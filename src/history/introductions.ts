import type { Fingerprint } from '../model/secret.ts';
import type { BlobFinding } from './blob-finding.ts';
import { openObjectStore } from './pack/object-store.ts';
import { readCommits, type SignedCommit } from './provenance/commit-details.ts';
import { readPaths } from './provenance/commit-paths.ts';
import { readFirstCommits } from './provenance/first-commits.ts';

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
 * Starts reading a history at once, so that it goes on beside a scan; `of` answers when it is through. `since`: commits whose
 * history is known and not read again.
 */
export function readIntroductions(
  repository: string,
  options: { readonly since?: readonly string[]; readonly signal?: AbortSignal } = {},
): Introductions {
  const { gitDirectory } = openObjectStore(repository);
  const reading = readFirstCommits(gitDirectory, options.since ?? [], options.signal);
  reading.catch(() => {}); // whoever asks `of` gets the error
  return {
    async of(blobs) {
      const first = await reading;
      const found = [...new Set(blobs)].flatMap((blob) => {
        const place = first.of(blob);
        return place === undefined ? [] : [{ blob, ...place }];
      });
      const ids = [...new Set(found.map(({ commit }) => commit))];
      const [commits, paths] = await Promise.all([readCommits(gitDirectory, ids), readPaths(gitDirectory, ids)]);
      const introductions = new Map<string, Introduction>();
      for (const { blob, commit: id, order } of found) {
        const commit = commits.get(id);
        const path = paths.get(id)?.get(blob);
        if (commit !== undefined && path !== undefined) introductions.set(blob, { commit, path, order });
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
