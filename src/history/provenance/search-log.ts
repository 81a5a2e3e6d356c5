import { readPaths } from './commit-paths.ts';
import { type PartOfHistory, readFirstCommits } from './first-commits.ts';
import type { FirstPlace } from './first-place.ts';

/** The first places of blobs as git's own diffs tell them. Starts reading at once. */
export function searchLog(repository: string, part: PartOfHistory, signal: AbortSignal | undefined) {
  const reading = readFirstCommits(repository, part, signal);
  reading.catch(() => {}); // whoever asks gets the error
  return async (blobs: readonly string[]): Promise<FirstPlace[]> => {
    const first = await reading;
    const found = blobs.flatMap((blob) => {
      const place = first.of(blob);
      return place === undefined ? [] : [{ blob, ...place }];
    });
    const paths = await readPaths(repository, [...new Set(found.map(({ commit }) => commit))]);
    return found.flatMap((place) => {
      const path = paths.get(place.commit)?.get(place.blob);
      return path === undefined ? [] : [{ ...place, path }];
    });
  };
}
