import { type BlobFinding, byBlobAndPlace, type NotScanned } from '../blob-finding.ts';
import type { Batch } from './sink.ts';

export interface Progress {
  /** Blob versions scanned so far, and how many are known of; more may turn up. */
  readonly blobs: number;
  readonly known: number;
}

export interface ScanReport {
  /** Ascending by blob and place. */
  readonly findings: readonly BlobFinding[];
  /** Blobs, packs and directories that were not looked at, or not to the end. */
  readonly notScanned: readonly NotScanned[];
  readonly stats: { readonly blobs: number; readonly bytes: number };
}

export type Collection = ReturnType<typeof createCollection>;

/** Puts the batches of all lanes together. A blob that lies in two packs counts once. */
export function createCollection(onProgress: (progress: Progress) => void = () => {}) {
  const findings = new Map<string, readonly BlobFinding[]>();
  const notScanned = new Map<string, NotScanned>();
  const left = new Map<string, NotScanned>();
  let blobs = 0;
  let bytes = 0;
  let known = 0;

  return {
    /** So many more blobs are going to be scanned. */
    expect(amount: number): void {
      known += amount;
    },
    add(batch: Batch): void {
      for (const [blob, found] of Map.groupBy(batch.findings, (finding) => finding.blob)) findings.set(blob, found);
      for (const one of batch.notScanned) notScanned.set(one.object, one);
      for (const one of batch.left) left.set(one.object, one);
      blobs += batch.blobs;
      bytes += batch.bytes;
      known = Math.max(known, blobs);
      if (batch.blobs > 0) onProgress({ blobs, known });
    },
    notScanned(objects: readonly NotScanned[]): void {
      for (const one of objects) notScanned.set(one.object, one);
    },
    leave(objects: readonly NotScanned[]): void {
      for (const one of objects) left.set(one.object, one);
    },
    /** What has to be read another way; empties the list. */
    takeLeft(): NotScanned[] {
      const objects = [...left.values()];
      left.clear();
      return objects;
    },
    report: (): ScanReport => ({
      findings: [...findings.values()].flat().sort(byBlobAndPlace),
      notScanned: [...notScanned.values()].sort((a, b) => (a.object < b.object ? -1 : a.object > b.object ? 1 : 0)),
      stats: { blobs, bytes },
    }),
  };
}
