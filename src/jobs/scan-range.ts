import { blobs, type UnreadBlob } from '../git/blobs.ts';
import { type Change, changes } from '../git/changes.ts';
import { hasCommit } from '../git/mirror.ts';
import type { Credential } from '../model/credential.ts';
import type { Finding } from '../model/finding.ts';
import type { Repository } from '../model/organization.ts';
import type { CodeSighting } from '../model/sighting.ts';
import { repositoryScope } from '../sources/source.ts';
import type { Context } from './context.ts';
import { codeSighting, credentialOf } from './findings.ts';

export interface RangeFinding {
  readonly credential: Credential;
  readonly sighting: CodeSighting;
  readonly finding: Finding;
  /** The first commit of the range that brings this version of the file, and the path it has there. */
  readonly change: Change;
}

export interface RangeResult {
  /** Oldest commit first. */
  readonly findings: readonly RangeFinding[];
  readonly unread: readonly UnreadBlob[];
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
  const firstChange = new Map<string, Change>();
  for await (const change of changes(directory, tips, here)) {
    if (!firstChange.has(change.blob)) firstChange.set(change.blob, change);
  }
  const scope = repositoryScope(repository);
  const findings: RangeFinding[] = [];
  const unread: UnreadBlob[] = [];
  for await (const blob of blobs(directory, [...firstChange.keys()])) {
    const change = firstChange.get(blob.id);
    if (change === undefined) continue;
    if ('unread' in blob) {
      unread.push(blob);
      continue;
    }
    const scanned = context.detector.scan(blob.bytes, { path: change.path });
    if (scanned.capped) unread.push({ id: blob.id, unread: 'it holds too many look-alikes to try them all' });
    for (const finding of scanned.findings) {
      const credential = credentialOf(finding, scope, context.fingerprintKey);
      findings.push({
        credential,
        finding,
        change,
        sighting: codeSighting(credential.id, scope, finding, change, context.now()),
      });
    }
  }
  return { findings, unread };
}
