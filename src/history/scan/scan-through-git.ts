import type { Confirmer } from '../../detect/confirm.ts';
import type { NotScanned } from '../blob-finding.ts';
import type { Core } from '../core/core.ts';
import { blobContents, describeObjects, type SizedBlob } from './git-objects.ts';
import { createPieceScanner } from './piece-scanner.ts';
import type { Sink } from './sink.ts';

/** Bigger blobs are disk images and bombs, and reading one can take as long as its maker likes. */
const LARGEST = 4 * 2 ** 30;

/** Objects on which git itself gives up before the rest is not tried any more. */
const MOST_FAILURES = 50;

/**
 * The slow way for what the fast way left: blobs that are too big, broken, or deltas of something elsewhere.
 * Git reads them, we scan them in pieces. What git cannot read either is named with both reasons.
 */
export async function scanThroughGit(
  core: Core,
  confirmer: Confirmer,
  repository: string,
  objects: readonly NotScanned[],
  sink: Sink,
): Promise<void> {
  const reasons = new Map(objects.map(({ object, reason }) => [object, reason]));
  let pending = await readableBlobs(repository, reasons, sink);
  for (let failures = 0; pending.length > 0 && !sink.stopped(); failures++) {
    const { scanned, error } = await scanUntilFailure(core, confirmer, repository, pending, sink);
    const failed = pending[scanned];
    if (failed === undefined) break;
    sink.notScanned({ object: failed.id, reason: `${reasons.get(failed.id) ?? ''}; ${error}` });
    pending = pending.slice(scanned + 1);
    if (failures < MOST_FAILURES) continue;
    for (const { id } of pending)
      sink.notScanned({ object: id, reason: `${reasons.get(id) ?? ''}; too many broken objects` });
    break;
  }
  sink.flush();
}

/** Git could not say; every object is named as one that it cannot read. */
const NOTHING: Awaited<ReturnType<typeof describeObjects>> = new Map();

async function readableBlobs(
  repository: string,
  reasons: ReadonlyMap<string, string>,
  sink: Sink,
): Promise<SizedBlob[]> {
  const described = await describeObjects(repository, [...reasons.keys()]).catch(() => NOTHING);
  const blobs: SizedBlob[] = [];
  for (const [id, reason] of reasons) {
    const { type, size } = described.get(id) ?? { type: 'missing', size: Number.NaN };
    if (type === 'commit' || type === 'tree' || type === 'tag') continue;
    if (type !== 'blob') sink.notScanned({ object: id, reason: `${reason}; git cannot read it either` });
    else if (size > LARGEST)
      sink.notScanned({ object: id, reason: `it has ${size} bytes, more than the ${LARGEST} that are scanned` });
    else blobs.push({ id, size });
  }
  return blobs;
}

async function scanUntilFailure(
  core: Core,
  confirmer: Confirmer,
  repository: string,
  blobs: readonly SizedBlob[],
  sink: Sink,
): Promise<{ scanned: number; error: string }> {
  let scanned = 0;
  try {
    for await (const { blob, chunks } of blobContents(repository, blobs)) {
      if (sink.stopped()) break;
      const scanner = createPieceScanner(core, confirmer);
      for await (const chunk of chunks) scanner.push(chunk);
      sink.count(blob.size);
      const result = scanner.end();
      if (result.findings.length > 0 || result.capped) sink.scanned(blob.id, result);
      scanned++;
    }
  } catch (error) {
    return { scanned, error: error instanceof Error ? error.message : String(error) };
  }
  return { scanned, error: 'git stopped early' };
}
