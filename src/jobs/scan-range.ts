import { adjust } from '../detect/paths.ts';
import { type Change, changes } from '../git/changes.ts';
import { hasCommit } from '../git/mirror.ts';
import type { BlobFinding, NotScanned } from '../history/blob-finding.ts';
import { readIntroductions } from '../history/introductions.ts';
import { scanHistory } from '../history/scan-history.ts';
import type { Credential } from '../model/credential.ts';
import type { Repository } from '../model/organization.ts';
import type { CodeSighting } from '../model/sighting.ts';
import { repositoryScope } from '../sources/source.ts';
import type { Context } from './context.ts';
import { codeSighting, credentialOf } from './findings.ts';

export interface RangeFinding {
  readonly credential: Credential;
  readonly sighting: CodeSighting;
  readonly finding: BlobFinding;
  /** The first commit that brings this version of the file, and the path it has there. */
  readonly change: Change;
}

export interface RangeResult {
  /** Oldest commit first. */
  readonly findings: readonly RangeFinding[];
  readonly notScanned: readonly NotScanned[];
}

/** Scans every file version of every commit that `tips` reach and `known` do not: merges too, and not only the final state. */
export async function scanRange(
  context: Context,
  directory: string,
  repository: Repository,
  tips: readonly string[],
  known: readonly string[],
): Promise<RangeResult> {
  const here: string[] = [];
  for (const sha of known) if (await hasCommit(directory, sha)) here.push(sha);
  const first = new Map<string, Change>();
  for await (const change of changes(directory, tips, here)) {
    if (!first.has(change.blob)) first.set(change.blob, change);
  }
  const order = new Map([...first.keys()].map((blob, at) => [blob, at]));
  const { findings, notScanned } = await context.engine.scan(directory, [...first.keys()]);
  const placed = findings.flatMap((finding) => placedAt(context, repository, finding, first.get(finding.blob)));
  const byAge = (a: RangeFinding, b: RangeFinding) => (order.get(a.change.blob) ?? 0) - (order.get(b.change.blob) ?? 0);
  return { findings: placed.toSorted(byAge), notScanned };
}

/** Scans a whole history: for a repository that was never looked at. One at a time, because it takes a core of its own. */
export async function scanWhole(context: Context, directory: string, repository: Repository): Promise<RangeResult> {
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
      return placedAt(context, repository, finding, change);
    });
    return { findings: placed, notScanned };
  });
}

/** What no commit brings any more has no place, and nobody who could be asked about it. */
function placedAt(context: Context, repository: Repository, found: BlobFinding, change?: Change): RangeFinding[] {
  if (change === undefined) return [];
  const scope = repositoryScope(repository);
  return adjust([found], change.path).map((finding) => {
    const credential = credentialOf(finding, scope);
    return {
      credential,
      finding,
      change,
      sighting: codeSighting(credential.id, scope, finding, change, context.now()),
    };
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
