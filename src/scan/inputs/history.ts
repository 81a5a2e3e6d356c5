import type { Rule } from '../../detect/rule.ts';
import { GitError, git } from '../../git/run.ts';
import type { BlobFinding } from '../../history/blob-finding.ts';
import { type Holder, holders } from '../../history/holders.ts';
import { type Introduction, readIntroductions } from '../../history/introductions.ts';
import { OriginsUntold } from '../../history/provenance/search-trees.ts';
import { scanHistory } from '../../history/scan-history.ts';
import type { FindingConfidence } from '../../model/finding.ts';
import type { Fingerprint } from '../../model/secret.ts';
import { LOCAL_KEY } from '../fingerprints.ts';
import { atLeast, type Found } from '../found.ts';
import type { Input, Unread } from '../input.ts';
import type { LocalRepository } from '../repository.ts';
import { SUBMODULE } from './listed.ts';
import { notHere } from './not-here.ts';
import { readRefs } from './refs.ts';
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
  const { tips, broken } = await readRefs(repository);
  const introductions = readIntroductions(gitDirectory, tips === undefined ? {} : { tips });
  const report = await scanHistory({
    repository: gitDirectory,
    workers,
    rules,
    fingerprintKey: LOCAL_KEY,
    onProgress: ({ blobs, known }) => onProgress(blobs, known),
  });
  const absent = await notHere(repository, tips, report.notScanned.length > 0);
  const sure = report.findings.filter(({ confidence }) => atLeast(confidence, least));
  const blobs = new Set(sure.map(({ blob }) => blob));
  const gaps = [...broken, ...absent];
  const [introduced, held] = await Promise.all([
    introductions.of(blobs).catch((error: unknown): Introduced => {
      gaps.push(untold(error));
      return new Map();
    }),
    holders(gitDirectory, blobs, undefined, new Set(report.notScanned.map(({ object }) => object))),
  ]);
  const past: Past = { introduced, isWhole: gaps.length === 0 };
  const inHead = await treeOfHead(gitDirectory);
  const versions = [...worthReading(sure, past), ...copiesInHead(inHead, sure, introduced)];
  const unread = report.notScanned.map(({ object, reason }): Unread => ({ path: object, unread: reason }));
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
      yield* [...unread, ...gaps];
      for (const { type, path } of inHead) if (type === 'commit') yield { path, unread: SUBMODULE, isElsewhere: true };
      yield* readVersions(gitDirectory, versions);
    },
    more: createMore(sure, past, held),
  };
}

/** What was found is told all the same. */
function untold(error: unknown): Unread {
  if (!(error instanceof GitError || error instanceof OriginsUntold)) throw error;
  return {
    path: 'who brought what is found here',
    unread: `${error.message} (git fsck says where the repository is broken)`,
  };
}

type Introduced = ReadonlyMap<string, Introduction>;

interface Past {
  readonly introduced: Introduced;
  /** Else nobody can tell what no branch or tag leads to. */
  readonly isWhole: boolean;
}

/** Of each value at each path the first and the last version, oldest first; those that no ref leads to come last. */
function worthReading(findings: readonly BlobFinding[], past: Past): Version[] {
  const { introduced } = past;
  const order = (blob: string): number => introduced.get(blob)?.order ?? Number.POSITIVE_INFINITY;
  const chosen = new Set<string>();
  const byValueAndPath = Map.groupBy(findings, ({ fingerprint, blob }) => `${fingerprint} ${pathOf(blob, past)}`);
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
      return { path: pathOf(blob, past), blob, known: known.get(blob) ?? [], ...origin };
    });
}

interface Entry {
  /** A `commit` is one of another repository: a submodule. */
  readonly type: string;
  readonly id: string;
  readonly path: string;
}

async function treeOfHead(gitDirectory: string): Promise<readonly Entry[]> {
  const tree = await git(gitDirectory, ['ls-tree', '-r', '-z', '--full-tree', 'HEAD']).catch(() => '');
  return tree.split('\0').flatMap((entry) => {
    const [, type, id, path] = /^\d+ (\w+) ([0-9a-f]+)\t([\s\S]+)$/.exec(entry) ?? [];
    return type === undefined || id === undefined || path === undefined ? [] : [{ type, id, path }];
  });
}

/**
 * A blob is introduced at one path; where HEAD has it at others, those count as well: a
 * test's key may be in earnest there.
 */
function copiesInHead(tree: readonly Entry[], findings: readonly BlobFinding[], introduced: Introduced): Version[] {
  const known = Map.groupBy(findings, ({ blob }) => blob);
  return tree.flatMap(({ id: blob, path }) => {
    const found = known.get(blob);
    return found === undefined || introduced.get(blob)?.path === path ? [] : [{ path, blob, known: found }];
  });
}

function pathOf(blob: string, { introduced, isWhole }: Past): string {
  return introduced.get(blob)?.path ?? `(object ${blob}${isWhole ? ', which no branch or tag leads to' : ''})`;
}

function createMore(
  findings: readonly BlobFinding[],
  { introduced, isWhole }: Past,
  held: ReadonlyMap<string, Holder>,
): (hash: Fingerprint) => Pick<Found, 'refs' | 'alsoIn'> {
  const byValue = Map.groupBy(findings, ({ fingerprint }) => fingerprint);
  return (hash) => {
    const blobs = (byValue.get(hash) ?? []).map(({ blob }) => blob);
    const refs = [...new Set(blobs.flatMap((blob) => held.get(blob)?.refs ?? []))].sort();
    return {
      ...(refs.length > 0 || isWhole ? { refs } : {}),
      alsoIn: [...new Set(blobs.flatMap((blob) => introduced.get(blob)?.path ?? []))],
    };
  };
}
