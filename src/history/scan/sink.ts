import { type BlobFinding, createSealer, type NotScanned } from '../blob-finding.ts';
import { MOST_HITS, type Scanned } from './blob-scanner.ts';

/** What one share of the work gave, on its way to the thread that collects. */
export interface Batch {
  readonly findings: readonly BlobFinding[];
  readonly notScanned: readonly NotScanned[];
  /** To be read another way: through git. */
  readonly left: readonly NotScanned[];
  readonly blobs: number;
  readonly bytes: number;
}

/** Gathers results and hands them on in batches. */
export interface Sink {
  scanned(blob: string, result: Pick<Scanned, 'findings' | 'capped'>): void;
  left(object: NotScanned): void;
  notScanned(object: NotScanned): void;
  count(bytes: number): void;
  flush(): void;
  /** The caller has given up. */
  stopped(): boolean;
}

export function createSink(key: Uint8Array, emit: (batch: Batch) => void, stopped: () => boolean): Sink {
  const seal = createSealer(key);
  let findings: BlobFinding[] = [];
  let notScanned: NotScanned[] = [];
  let left: NotScanned[] = [];
  let blobs = 0;
  let bytes = 0;
  return {
    scanned(blob, result) {
      for (const finding of seal(blob, result.findings)) findings.push(finding);
      if (!result.capped) return;
      notScanned.push({ object: blob, reason: `only its first ${MOST_HITS} keywords were looked at` });
    },
    left: (object) => left.push(object),
    notScanned: (object) => notScanned.push(object),
    count(size) {
      blobs++;
      bytes += size;
    },
    flush() {
      emit({ findings, notScanned, left, blobs, bytes });
      findings = [];
      notScanned = [];
      left = [];
      blobs = 0;
      bytes = 0;
    },
    stopped,
  };
}
