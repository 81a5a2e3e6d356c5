import { adjust } from '../../detect/paths.ts';
import { type Change, changes } from '../../git/changes.ts';
import { hasCommit } from '../../git/mirror.ts';
import type { Tagged } from '../../git/tagged.ts';
import type { BlobFinding, NotScanned } from '../../history/blob-finding.ts';
import { readIntroductions } from '../../history/introductions.ts';
import { scanHistory } from '../../history/scan-history.ts';
import type { Credential } from '../../model/credential.ts';
import type { Repository } from '../../model/organization.ts';
import type { CodeSighting } from '../../model/sighting.ts';
import { repositoryScope } from '../../sources/source.ts';
import type { Context } from '../context.ts';
import { codeSighting, credentialOf } from './findings.ts';

export interface RangeFinding {
  readonly credential: Credential;
  readonly sighting: CodeSighting;
  readonly finding: BlobFinding;
  /**
   * The first commit that brings this version of the file, and the path it has there. None
   * where only a tag leads to it.
   */
  readonly change?: Change;
}

interface RangeResult {
  /** Oldest commit first. */
  readonly findings: readonly RangeFinding[];
  readonly notScanned: readonly NotScanned[];
}

/** By blob, files that a tag leads to through no commit. */
type TaggedFiles = ReadonlyMap<string, Tagged>;

interface Range {
  readonly tips: readonly string[];
  readonly known: readonly string[];
  readonly tagged?: TaggedFiles;
}

/**
 * Scans every file version of every commit that `tips` reach and `known` do not (merges
 * too, and not only the final state), and what is tagged.
 */
export async function scanRange(
  context: Context,
  directory: string,
  repository: Repository,
  { tips, known, tagged = new Map() }: Range,
): Promise<RangeResult> {
  const here: string[] = [];
  for (const sha of known) if (await hasCommit(directory, sha)) here.push(sha);
  const first = new Map<string, Change>();
  for await (const change of changes(directory, tips, here)) {
    if (!first.has(change.blob)) first.set(change.blob, change);
  }
  const blobs = [...new Set([...first.keys(), ...tagged.keys()])];
  const order = new Map(blobs.map((blob, at) => [blob, at]));
  const { findings, notScanned } = await context.engine.scan(directory, blobs);
  const placed = findings.flatMap((finding) =>
    placedAt(context, repository, finding, first.get(finding.blob) ?? tagged.get(finding.blob)),
  );
  const byAge = ({ finding: a }: RangeFinding, { finding: b }: RangeFinding) =>
    (order.get(a.blob) ?? 0) - (order.get(b.blob) ?? 0);
  return { findings: placed.toSorted(byAge), notScanned };
}

/**
 * Scans a whole history: for a repository that was never looked at. One at a time, because it takes a core of its own.
 */
export async function scanWhole(
  context: Context,
  directory: string,
  repository: Repository,
  tagged: TaggedFiles,
): Promise<RangeResult> {
  return context.heavy(async () => {
    const introductions = readIntroductions(directory);
    const { fingerprintKey } = context;
    const onProgress = reporter(context, repository);
    const { findings, notScanned } = await scanHistory({
      repository: directory,
      workers: 1,
      fingerprintKey,
      onProgress,
    });
    const introduced = await introductions.of(findings.map(({ blob }) => blob));
    const byAge = findings.toSorted(
      (a, b) => (introduced.get(a.blob)?.order ?? 0) - (introduced.get(b.blob)?.order ?? 0),
    );
    const placed = byAge.flatMap((finding) => {
      const introduction = introduced.get(finding.blob);
      const change = introduction && { commit: introduction.commit, path: introduction.path, blob: finding.blob };
      return placedAt(context, repository, finding, change ?? tagged.get(finding.blob));
    });
    return { findings: placed, notScanned };
  });
}

/** What neither a commit nor a tag brings any more has no place, and nobody who could be asked about it. */
function placedAt(
  context: Context,
  repository: Repository,
  found: BlobFinding,
  place: Change | Tagged | undefined,
): RangeFinding[] {
  if (place === undefined) return [];
  const scope = repositoryScope(repository);
  return adjust([found], place.path).map((finding) => {
    const credential = credentialOf(finding, scope);
    const sighting = codeSighting(credential.id, scope, finding, place, context.now());
    return { credential, finding, sighting, ...('commit' in place ? { change: place } : {}) };
  });
}

const EVERY_MS = 5_000;

/** Says in the log how far a long scan is, every few seconds. */
function reporter(
  { log, now }: Context,
  { fullName }: Repository,
): (progress: { blobs: number; known: number }) => void {
  let last = now();
  return ({ blobs, known }) => {
    if (now() - last < EVERY_MS) return;
    last = now();
    log.info({ repository: fullName, blobs, known }, 'scanning the history');
  };
}
