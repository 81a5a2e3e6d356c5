import { createDetector } from '../src/detect/detector.ts';
import { fingerprint } from '../src/detect/fingerprint.ts';
import { git } from '../src/git/run.ts';
import { type BlobFinding, byBlobAndPlace } from '../src/history/blob-finding.ts';
import { blobContents } from '../src/history/scan/git-objects.ts';

export interface FullScan {
  readonly findings: readonly BlobFinding[];
  /** Blobs that hold more keywords than the detector looks at. */
  readonly capped: readonly string[];
  readonly blobs: number;
}

/**
 * The judge of every shortcut: git prints each blob of the repository, the detector reads
 * it from its first byte to its last.
 */
export async function fullScan(repository: string, key: Uint8Array): Promise<FullScan> {
  const detector = createDetector();
  const sizes = await allBlobs(repository);
  const findings: BlobFinding[] = [];
  const capped: string[] = [];
  for await (const { blob, chunks } of blobContents(repository, sizes)) {
    const bytes = Buffer.concat(await Array.fromAsync(chunks));
    const result = detector.scan(bytes);
    if (result.capped) capped.push(blob.id);
    for (const { secret, ...place } of result.findings) {
      findings.push({ ...place, blob: blob.id, fingerprint: fingerprint(secret, key), mask: secret.mask() });
    }
  }
  return { findings: findings.sort(byBlobAndPlace), capped, blobs: sizes.length };
}

export async function allBlobs(repository: string): Promise<{ id: string; size: number }[]> {
  const out = await git(repository, ['cat-file', '--batch-all-objects', '--unordered', '--batch-check']);
  return out.split('\n').flatMap((line) => {
    const [id, type, size] = line.split(' ');
    return id !== undefined && type === 'blob' ? [{ id, size: Number(size) }] : [];
  });
}
