import { createConfirmer } from '../detect/confirm.ts';
import type { Rule } from '../detect/rule.ts';
import { rules as allRules } from '../detect/rules/index.ts';
import { partsOf } from '../model/parts.ts';
import { loadWasmParts } from './core/wasm-core.ts';
import { objectsOfPack } from './pack/broken-pack.ts';
import type { Forest } from './pack/forest.ts';
import { openObjectStore } from './pack/object-store.ts';
import { newBlobs } from './provenance/new-blobs.ts';
import { type Collection, createCollection, type Progress, type ScanReport } from './scan/collection.ts';
import { looseFolders } from './scan/scan-loose.ts';
import type { Task } from './worker/lane.ts';
import { createPool, type Pool } from './worker/pool.ts';

export interface ScanHistoryOptions {
  /** A git directory, or the work tree around one. */
  readonly repository: string;
  /** Threads beside this one; 0 works in this one. */
  readonly workers: number;
  readonly fingerprintKey: Uint8Array;
  readonly rules?: readonly Rule[];
  /**
   * Commits that were scanned before: only what no path leads to from them is looked at. Left
   * out: every object there is.
   */
  readonly since?: readonly string[];
  readonly onProgress?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
  /** `javascript` for machines without WebAssembly SIMD: the same findings, slower. */
  readonly engine?: 'wasm' | 'javascript';
}

/**
 * Every secret in every version of every file of a repository. What could not be looked at is named, never left out.
 */
export async function scanHistory(options: ScanHistoryOptions): Promise<ScanReport> {
  const { fingerprintKey, rules = allRules, signal } = options;
  signal?.throwIfAborted();
  const store = openObjectStore(options.repository);
  const collected = createCollection(options.onProgress);
  collected.notScanned(store.unreadable);
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const giveUp = (): void => void Atomics.store(stop, 0, 1);
  signal?.addEventListener('abort', giveUp);
  const wasm = options.engine === 'javascript' ? undefined : loadWasmParts(createConfirmer(rules));
  try {
    await using pool = createPool({ store, fingerprintKey, rules, wasm, stop }, options.workers);
    if (options.since === undefined) {
      await scanPacks(pool, store.indexes, collected);
      await scanLooseObjects(pool, store.directories, collected);
    } else {
      await scanByName(pool, await newBlobs(store.gitDirectory, options.since), collected);
    }
    await scanWhatIsLeft(pool, collected);
  } finally {
    signal?.removeEventListener('abort', giveUp);
  }
  signal?.throwIfAborted();
  return collected.report();
}

async function scanPacks(pool: Pool, indexes: readonly string[], collected: Collection): Promise<void> {
  const outcomes = await pool.runAll(
    indexes.map((indexPath) => ({ kind: 'plant', indexPath })),
    collected.add,
  );
  const forests: Forest[] = [];
  for (const [at, outcome] of outcomes.entries()) {
    const indexPath = indexes[at] ?? '';
    if (outcome instanceof Error) await leavePack(indexPath, outcome.message, collected);
    else if (outcome.forest !== undefined) forests.push(outcome.forest);
  }
  for (const { offsets, strays } of forests) {
    collected.expect(offsets.length);
    // Git would follow a circle of deltas for ever, so it is not asked about these.
    collected.notScanned(
      strays.map((object) => ({ object, reason: 'its header is broken, or its deltas go in a circle' })),
    );
  }
  const taken = forests.map(sharedCounter);
  await runOnAll(pool, { kind: 'forests', forests, taken }, collected);
}

/** A pack that we cannot read may still be one that git can. */
async function leavePack(indexPath: string, reason: string, collected: Collection): Promise<void> {
  const objects = await objectsOfPack(indexPath);
  if (objects === undefined) collected.notScanned([{ object: indexPath, reason }]);
  else collected.leave(objects.map((object) => ({ object, reason })));
}

async function scanLooseObjects(pool: Pool, directories: readonly string[], collected: Collection): Promise<void> {
  const folders = directories.flatMap(looseFolders);
  if (folders.length > 0) await runOnAll(pool, { kind: 'loose', folders, taken: sharedCounter() }, collected);
}

async function scanByName(pool: Pool, ids: readonly string[], collected: Collection): Promise<void> {
  collected.expect(ids.length);
  const parts = split(ids, pool.size);
  throwFirst(
    await pool.runAll(
      parts.map((part) => ({ kind: 'blobs', ids: part })),
      collected.add,
    ),
  );
}

async function scanWhatIsLeft(pool: Pool, collected: Collection): Promise<void> {
  const parts = split(collected.takeLeft(), pool.size);
  throwFirst(
    await pool.runAll(
      parts.map((objects) => ({ kind: 'through-git', objects })),
      collected.add,
    ),
  );
}

async function runOnAll(pool: Pool, task: Task, collected: Collection): Promise<void> {
  throwFirst(
    await pool.runAll(
      Array.from({ length: pool.size }, () => task),
      collected.add,
    ),
  );
}

function throwFirst(outcomes: readonly unknown[]): void {
  const error = outcomes.find((outcome) => outcome instanceof Error);
  if (error !== undefined) throw error;
}

function split<T>(all: readonly T[], parts: number): T[][] {
  return partsOf(all, Math.max(1, Math.ceil(all.length / parts)));
}

function sharedCounter(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(4));
}
