import { parentPort, workerData } from 'node:worker_threads';
import { TooManyTrees } from '../core/tree-core.ts';
import type { FirstPlace } from './first-place.ts';
import { findThroughTrees, type TreesRequest } from './through-trees.ts';

export type TreesAnswer =
  | { readonly kind: 'found'; readonly places: readonly FirstPlace[] }
  | { readonly kind: 'too many trees' }
  | { readonly kind: 'failed'; readonly message: string };

/** Entry of a thread that reads the trees of one repository and ends. */
const say = (answer: TreesAnswer): void => parentPort?.postMessage(answer);

findThroughTrees(workerData as TreesRequest)
  .then((places) => say({ kind: 'found', places }))
  .catch((error: unknown) => {
    if (error instanceof TooManyTrees) say({ kind: 'too many trees' });
    else say({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  });
