import { createConfirmer } from '../../detect/confirm.ts';
import type { Rule } from '../../detect/rule.ts';
import type { NotScanned } from '../blob-finding.ts';
import { createPlainCore } from '../core/plain-core.ts';
import { createWasmCore, type WasmParts } from '../core/wasm-core.ts';
import { type Forest, plantForest } from '../pack/forest.ts';
import type { ObjectStore } from '../pack/object-store.ts';
import { createBlobScanner } from '../scan/blob-scanner.ts';
import { scanChosen } from '../scan/scan-chosen.ts';
import { scanForest } from '../scan/scan-forest.ts';
import { scanLoose } from '../scan/scan-loose.ts';
import { scanThroughGit } from '../scan/scan-through-git.ts';
import { type Batch, createSink } from '../scan/sink.ts';

/** What a lane needs to be made; plain data and shared memory, so that it can cross to a worker. */
export interface LaneSetup {
  readonly store: ObjectStore;
  readonly fingerprintKey: Uint8Array;
  readonly rules: readonly Rule[];
  /** Undefined: plain JavaScript. */
  readonly wasm: WasmParts | undefined;
  /** One number; not 0 when the caller has given up. */
  readonly stop: Int32Array;
}

export type Task =
  | { readonly kind: 'plant'; readonly indexPath: string }
  /** `taken` counts the shares of each forest that a lane has taken. */
  | { readonly kind: 'forests'; readonly forests: readonly Forest[]; readonly taken: readonly Int32Array[] }
  | { readonly kind: 'loose'; readonly folders: readonly string[]; readonly taken: Int32Array }
  | { readonly kind: 'blobs'; readonly ids: readonly string[] }
  | { readonly kind: 'through-git'; readonly objects: readonly NotScanned[] };

export interface Outcome {
  readonly forest?: Forest;
}

/** One thread's engine: takes tasks one after another and gives batches of results. */
export interface Lane {
  run(task: Task, emit: (batch: Batch) => void): Promise<Outcome>;
}

export function createLane(setup: LaneSetup): Lane {
  const confirmer = createConfirmer(setup.rules);
  const core = setup.wasm === undefined ? createPlainCore(confirmer) : createWasmCore(confirmer, setup.wasm);
  const scanner = createBlobScanner(core, confirmer);

  return {
    async run(task, emit) {
      const sink = createSink(setup.fingerprintKey, emit, () => Atomics.load(setup.stop, 0) !== 0);
      switch (task.kind) {
        case 'plant':
          return { forest: plantForest(task.indexPath, setup.store.hashSize) };
        case 'forests':
          task.forests.forEach((forest, index) => {
            scanForest(core, scanner, setup.store, forest, task.taken[index] ?? new Int32Array(1), sink);
          });
          return {};
        case 'loose':
          for (;;) {
            const folder = task.folders[Atomics.add(task.taken, 0, 1)];
            if (folder === undefined) return {};
            scanLoose(core, scanner, folder, sink);
          }
        case 'blobs':
          await scanChosen(core, scanner, setup.store, task.ids, sink);
          return {};
        case 'through-git':
          await scanThroughGit(core, confirmer, setup.store.gitDirectory, task.objects, sink);
          return {};
      }
    },
  };
}
