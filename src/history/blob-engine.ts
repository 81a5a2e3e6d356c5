import { createConfirmer } from '../detect/confirm.ts';
import type { Rule } from '../detect/rule.ts';
import { rules as allRules } from '../detect/rules/index.ts';
import { createPlainCore } from './core/plain-core.ts';
import { createWasmCore, loadWasmParts } from './core/wasm-core.ts';
import { openObjectStore } from './pack/object-store.ts';
import { createBlobScanner } from './scan/blob-scanner.ts';
import { createCollection, type ScanReport } from './scan/collection.ts';
import { scanChosen } from './scan/scan-chosen.ts';
import { scanThroughGit } from './scan/scan-through-git.ts';
import { createSink } from './scan/sink.ts';

/** An engine that stays warm between pushes. */
export interface BlobEngine {
  /** Scans these blobs, each from its first byte to its last. Calls wait for each other: there is one memory. */
  scan(repository: string, blobs: readonly string[]): Promise<ScanReport>;
}

export function createBlobEngine(fingerprintKey: Uint8Array, rules: readonly Rule[] = allRules): BlobEngine {
  const confirmer = createConfirmer(rules);
  const wasm = loadWasmParts(confirmer);
  const core = wasm === undefined ? createPlainCore(confirmer) : createWasmCore(confirmer, wasm);
  const scanner = createBlobScanner(core, confirmer);
  let last: Promise<unknown> = Promise.resolve();
  return {
    scan(repository, blobs) {
      const report = last.then(() => scan(repository, blobs));
      last = report.catch(() => {});
      return report;
    },
  };

  async function scan(repository: string, blobs: readonly string[]): Promise<ScanReport> {
    const store = openObjectStore(repository);
    const collected = createCollection();
    const sink = createSink(fingerprintKey, collected.add, () => false);
    await scanChosen(core, scanner, store, blobs, sink);
    const left = collected.takeLeft();
    if (left.length > 0) await scanThroughGit(core, confirmer, store.gitDirectory, left, sink);
    return collected.report();
  }
}
