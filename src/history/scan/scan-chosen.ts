import { setImmediate } from 'node:timers/promises';
import type { Core } from '../core/core.ts';
import { createObjectReader } from '../pack/object-reader.ts';
import type { ObjectStore } from '../pack/object-store.ts';
import type { BlobScanner } from './blob-scanner.ts';
import type { Sink } from './sink.ts';

/** Blobs between two batches. */
const SHARE = 256;

/** So much, in blobs or in bytes, is scanned at one go. */
const BREATH = { blobs: 32, bytes: 1 << 20 };

/**
 * Scans single blobs by name, each whole: the way for a push. It runs beside whatever else
 * the process answers, and lets that have its turns.
 */
export async function scanChosen(
  core: Core,
  scanner: BlobScanner,
  store: ObjectStore,
  ids: readonly string[],
  sink: Sink,
): Promise<void> {
  using reader = createObjectReader(core, store);
  let [blobs, bytes] = [0, 0];
  for (const [count, id] of ids.entries()) {
    if (blobs >= BREATH.blobs || bytes >= BREATH.bytes) {
      await setImmediate();
      [blobs, bytes] = [0, 0];
    }
    if (sink.stopped()) return;
    blobs += 1;
    const blob = reader.load(id);
    if (blob === 'no blob') continue;
    if ('reason' in blob) {
      sink[blob.endless ? 'notScanned' : 'left']({ object: id, reason: blob.reason });
      continue;
    }
    bytes += blob.high - blob.low;
    sink.count(blob.high - blob.low);
    const result = scanner.whole(blob.low, blob.high);
    if (result.findings.length > 0 || result.capped) sink.scanned(id, result);
    if (count % SHARE === SHARE - 1) sink.flush();
  }
  sink.flush();
}
