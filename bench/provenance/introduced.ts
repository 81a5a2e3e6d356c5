import { earliest, readIntroductions } from '../../src/history/introductions.ts';
import { scanHistory } from '../../src/history/scan-history.ts';
import type { Fingerprint } from '../../src/model/secret.ts';
import { type FirstHolder, firstHolders } from './first-holders.ts';

export interface Compared {
  readonly blobs: number;
  readonly values: number;
  /** Another commit of the very same second, on another branch: neither is older. */
  readonly sameSecond: number;
  readonly wrong: readonly string[];
}

/**
 * Holds our answer to "which commit brought it" against that of looking at every tree of
 * every commit: for each blob, and each secret value.
 */
export async function compareIntroductions(repository: string): Promise<Compared> {
  const truth = await firstHolders(repository);
  const introductions = await readIntroductions(repository).of(truth.keys());
  const wrong: string[] = [];
  let sameSecond = 0;
  for (const [blob, holder] of truth) {
    const { commit, path } = introductions.get(blob) ?? {};
    const other = commit !== undefined && commit.sha !== holder.commit;
    if (other && commit.committer.at === holder.at * 1000) sameSecond++;
    else if (commit === undefined || other || !holder.paths.includes(path ?? ''))
      wrong.push(`${blob}: ${commit?.sha} ${path}, but ${holder.commit} ${holder.paths.join(' ')}`);
  }
  const { findings } = await scanHistory({ repository, workers: 1, fingerprintKey: Buffer.from('bench') });
  const values = earliest(findings, introductions);
  const oldest = new Map<Fingerprint, FirstHolder>();
  for (const { fingerprint, blob } of findings) {
    const [holder, before] = [truth.get(blob), oldest.get(fingerprint)];
    if (holder && (before === undefined || holder.order < before.order)) oldest.set(fingerprint, holder);
  }
  for (const [fingerprint, holder] of oldest) {
    const commit = values.get(fingerprint)?.commit;
    if (commit?.sha === holder.commit) continue;
    if (commit?.committer.at === holder.at * 1000) sameSecond++;
    else wrong.push(`value ${fingerprint.slice(0, 8)}: ${commit?.sha}, but ${holder.commit}`);
  }
  return { blobs: truth.size, values: oldest.size, sameSecond, wrong };
}

/** Exit code 0 when every answer is that of the search over every commit. */
export async function benchIntroduced(repository: string): Promise<number> {
  const { wrong, ...counts } = await compareIntroductions(repository);
  for (const line of wrong.slice(0, 10)) console.log(line);
  const all = counts.blobs + counts.values;
  console.log(
    JSON.stringify({ repository, ...counts, wrong: wrong.length, right: (all - wrong.length) / Math.max(1, all) }),
  );
  return wrong.length === 0 ? 0 : 1;
}
