import type { Rule } from '../../detect/rule.ts';
import { git } from '../../git/run.ts';
import type { BlobFinding } from '../../history/blob-finding.ts';
import { type Holder, holders } from '../../history/holders.ts';
import { type Introduction, readIntroductions } from '../../history/introductions.ts';
import { scanHistory } from '../../history/scan-history.ts';
import type { FindingConfidence } from '../../model/finding.ts';
import type { Fingerprint } from '../../model/secret.ts';
import { LOCAL_KEY } from '../fingerprints.ts';
import { atLeast, type Found } from '../found.ts';
import type { Input, Unread } from '../input.ts';
import { countUnfetched, isShallow, type LocalRepository } from '../repository.ts';
import { SHALLOW } from './range.ts';
import { originOf, readVersions, type Version } from './versions.ts';

export interface HistorySettings {
  readonly rules: readonly Rule[];
  readonly least: FindingConfidence;
  readonly workers: number;
  readonly onProgress: (done: number, of: number) => void;
}

/**
 * Every version of every file. The history engine finds the values; where each first stood and where it stood last is
 * then read once more, for the words beside it and the path that it had.
 */
export async function historyInput(repository: LocalRepository, settings: HistorySettings): Promise<Input> {
  const { rules, least, workers, onProgress } = settings;
  const { gitDirectory, workTree } = repository;
  const introductions = readIntroductions(gitDirectory);
  const report = await scanHistory({
    ...{ repository: gitDirectory, workers, rules, fingerprintKey: LOCAL_KEY },
    onProgress: ({ blobs, known }) => onProgress(blobs, known),
  });
  const sure = report.findings.filter(({ confidence }) => atLeast(confidence, least));
  const blobs = new Set(sure.map(({ blob }) => blob));
  const [introduced, held] = await Promise.all([introductions.of(blobs), holders(gitDirectory, blobs)]);
  const versions = [...worthReading(sure, introduced), ...(await copiesInHead(gitDirectory, sure, introduced))];
  const unread = report.notScanned.map(({ object, reason }): Unread => ({ path: object, unread: reason }));
  if (await isShallow(repository)) unread.push({ path: 'older commits', unread: SHALLOW });
  const unfetched = await countUnfetched(repository);
  if (unfetched !== 0) unread.push({ path: 'what was never fetched', unread: partial(unfetched) });
  return {
    what: `the history of ${workTree ?? gitDirectory}`,
    each: 'value',
    searched: {
      files: report.stats.blobs,
      bytes: report.stats.bytes,
      below: report.findings
        .filter(({ confidence }) => !atLeast(confidence, least))
        .map(({ fingerprint }) => fingerprint),
    },
    async *pieces() {
      yield* unread;
      yield* readVersions(gitDirectory, versions);
    },
    more: createMore(sure, introduced, held),
  };
}

function partial(objects: number | undefined): string {
  const many = objects === undefined ? 'some objects are' : objects === 1 ? '1 object is' : `${objects} objects are`;
  return `this is a partial clone: ${many} not here (a clone without --filter has them)`;
}

type Introduced = ReadonlyMap<string, Introduction>;

/** Of each value at each path the first and the last version, oldest first; those that no ref leads to come last. */
function worthReading(findings: readonly BlobFinding[], introduced: Introduced): Version[] {
  const order = (blob: string): number => introduced.get(blob)?.order ?? Number.POSITIVE_INFINITY;
  const chosen = new Set<string>();
  const byValueAndPath = Map.groupBy(findings, ({ fingerprint, blob }) => `${fingerprint} ${pathOf(blob, introduced)}`);
  for (const places of byValueAndPath.values()) {
    const sorted = places.map(({ blob }) => blob).sort((a, b) => (order(a) < order(b) ? -1 : 1));
    for (const blob of [sorted[0], sorted.at(-1)]) if (blob !== undefined) chosen.add(blob);
  }
  const known = Map.groupBy(findings, ({ blob }) => blob);
  return [...chosen]
    .sort((a, b) => (order(a) < order(b) ? -1 : 1))
    .map((blob) => {
      const commit = introduced.get(blob)?.commit;
      const origin = commit === undefined ? {} : { origin: originOf(commit) };
      return { path: pathOf(blob, introduced), blob, known: known.get(blob) ?? [], ...origin };
    });
}

/** A blob is introduced at one path; where HEAD has it at others, those count as well: a test's key may be in earnest there. */
async function copiesInHead(
  gitDirectory: string,
  findings: readonly BlobFinding[],
  introduced: Introduced,
): Promise<Version[]> {
  const known = Map.groupBy(findings, ({ blob }) => blob);
  const tree = await git(gitDirectory, ['ls-tree', '-r', '-z', '--full-tree', 'HEAD']).catch(() => '');
  return tree.split('\0').flatMap((entry) => {
    const [, blob = '', path = ''] = /^\d+ blob ([0-9a-f]+)\t([\s\S]+)$/.exec(entry) ?? [];
    const found = known.get(blob);
    return found === undefined || introduced.get(blob)?.path === path ? [] : [{ path, blob, known: found }];
  });
}

function pathOf(blob: string, introduced: Introduced): string {
  return introduced.get(blob)?.path ?? `(object ${blob}, which no branch or tag leads to)`;
}

function createMore(
  findings: readonly BlobFinding[],
  introduced: Introduced,
  held: ReadonlyMap<string, Holder>,
): (hash: Fingerprint) => Pick<Found, 'refs' | 'alsoIn'> {
  const byValue = Map.groupBy(findings, ({ fingerprint }) => fingerprint);
  return (hash) => {
    const blobs = (byValue.get(hash) ?? []).map(({ blob }) => blob);
    return {
      refs: [...new Set(blobs.flatMap((blob) => held.get(blob)?.refs ?? []))].sort(),
      alsoIn: [...new Set(blobs.flatMap((blob) => introduced.get(blob)?.path ?? []))],
    };
  };
}
