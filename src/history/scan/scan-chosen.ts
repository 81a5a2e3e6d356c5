import type { Core } from '../core/core.ts';
import { createObjectReader } from '../pack/object-reader.ts';
import type { ObjectStore } from '../pack/object-store.ts';
import type { BlobScanner } from './blob-scanner.ts';
import type { Sink } from './sink.ts';

/** Blobs between two batches. */
const SHARE = 256;

/** Scans single blobs by name, each whole: the way for a push. */
export function scanChosen(
  core: Core,
  scanner: BlobScanner,
  store: ObjectStore,
  ids: readonly string[],
  sink: Sink,
): void {
  using reader = createObjectReader(core, store);
  for (const [count, id] of ids.entries()) {
    if (sink.stopped()) return;
    const blob = reader.load(id);
    if (blob === 'no blob') continue;
    if ('reason' in blob) {
      sink[blob.endless ? 'notScanned' : 'left']({ object: id, reason: blob.reason });
      continue;
    }
    sink.count(blob.high - blob.low);
    const result = scanner.whole(blob.low, blob.high);
    if (result.findings.length > 0 || result.capped) sink.scanned(id, result);
    if (count % SHARE === SHARE - 1) sink.flush();
  }
  sink.flush();
}
