import { Worker } from 'node:worker_threads';
import { loadModule } from '../core/wasm-core.ts';
import type { ObjectStore } from '../pack/object-store.ts';
import { readCommitOrder } from './commit-order.ts';
import type { FirstPlace } from './first-place.ts';
import { searchLog } from './search-log.ts';
import type { TreesRequest } from './through-trees.ts';
import type { TreesAnswer } from './trees-worker.ts';

/** Some of the trees cannot be read. */
export class OriginsUntold extends Error {
  override readonly name = 'OriginsUntold';

  constructor(why: string) {
    super(`where the findings come from cannot be told: ${why}`);
  }
}

/**
 * The first places of blobs, from the trees themselves. Commits are put into order at once;
 * the trees are read by a thread of their own when it is known which blobs are asked for.
 * Where that does not work (no WebAssembly, too many trees), git's diffs tell.
 */
export function searchTrees(store: ObjectStore, tips: readonly string[] | undefined, signal: AbortSignal | undefined) {
  const { gitDirectory } = store;
  const module = loadModule();
  const whole = { since: [], tips };
  if (module === undefined) return searchLog(gitDirectory, whole, signal);
  const ordering = readCommitOrder(gitDirectory, tips, signal);
  ordering.catch(() => {}); // whoever asks gets the error
  return async (blobs: readonly string[]): Promise<readonly FirstPlace[]> => {
    if (blobs.length === 0) return [];
    const commits = await ordering.catch((error: unknown) => {
      signal?.throwIfAborted();
      throw error;
    });
    const answer = await inOwnThread({ module, store, commits, blobs }, signal);
    return answer ?? searchLog(gitDirectory, whole, signal)(blobs);
  };
}

/** Undefined when there are too many trees. */
async function inOwnThread(
  request: TreesRequest,
  signal: AbortSignal | undefined,
): Promise<readonly FirstPlace[] | undefined> {
  signal?.throwIfAborted();
  const worker = new Worker(new URL('./trees-worker.ts', import.meta.url), { workerData: request });
  const giveUp = (): void => void worker.terminate();
  signal?.addEventListener('abort', giveUp);
  try {
    const answer = await new Promise<TreesAnswer>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', () => reject(signal?.reason ?? new Error('the thread that reads trees ended by itself')));
    });
    if (answer.kind === 'failed') throw new OriginsUntold(answer.message);
    return answer.kind === 'found' ? answer.places : undefined;
  } finally {
    signal?.removeEventListener('abort', giveUp);
    await worker.terminate();
  }
}
