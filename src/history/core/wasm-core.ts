import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import type { Confirmer } from '../../detect/confirm.ts';
import { compileCore, instantiateCore, tileRoom, type WasmCore, type WasmModule } from '../../detect/wasm/core.ts';
import { type FilterTables, filterTables } from '../../detect/wasm/tables.ts';
import { type Core, type DeltaCore, filterReach, layout } from './core.ts';

/** What takes time to make and can be sent to any number of workers. */
export interface WasmParts {
  readonly module: WasmModule;
  readonly tables: FilterTables;
}

/** Undefined where the machine has no WebAssembly with SIMD: the plain core does the same work there. */
export function loadWasmParts(confirmer: Confirmer): WasmParts | undefined {
  const module = loadModule();
  return module && { module, tables: filterTables(confirmer.keywords, confirmer.assignment) };
}

export function loadModule(): WasmModule | undefined {
  // Once in some thousand scans V8 (of Node 24.21) ends the whole process, in "ThreadIsolation", when it
  // throws code away that it has compiled better since: of this module, a hundred kilobytes, which now stay.
  setFlagsFromString('--no-wasm-code-gc');
  const bytes = readFileSync(new URL('../../detect/wasm/core.wasm', import.meta.url));
  try {
    return compileCore(bytes);
  } catch (error) {
    if (error instanceof Error && error.name === 'CompileError') return undefined;
    throw error;
  }
}

export function createWasmCore(confirmer: Confirmer, { module, tables }: WasmParts): Core {
  const room = tileRoom(tables);
  const hitsSize = 4 * room;
  const core = instantiateCore(module, tables, layout(RESERVED + hitsSize).size);
  if (core.free > RESERVED) throw new RangeError('core.wasm uses more memory than is reserved for it');
  const { exports, memory } = core;
  const hitsStart = RESERVED;
  const hits = new Uint32Array(memory.buffer, hitsStart, hitsSize >> 2);

  return {
    ...deltaCore(core, layout(RESERVED + hitsSize), filterReach(confirmer)),
    filter(start, end, low, high, report) {
      const last = Math.min(end + tables.spread, high);
      for (let from = start; from < last; from = exports.resumeAt.value) {
        const stop = exports.filter(from, start, end, low, high, tables.spread, hitsStart, hitsStart + hitsSize, room);
        const found = (stop - hitsStart) >> 2;
        for (let at = 0; at < found; at += 2) report(hits[at] ?? 0, hits[at + 1] ?? 0);
      }
    },
  };
}

/** `ahead`: how far before a change its windows begin. */
export function deltaCore(core: WasmCore, regions: ReturnType<typeof layout>, ahead: number): DeltaCore {
  const { exports, memory } = core;
  const { source, cache, delta, arena } = regions;
  const windows = new Int32Array(memory.buffer, core.windows);
  return {
    memory,
    source,
    cache,
    delta,
    arena,
    inflate: exports.inflate,
    deltaSizes(end) {
      if (exports.readSizes(delta.start, end) < 0) return undefined;
      return { base: exports.baseSize.value, result: exports.resultSize.value };
    },
    applyDelta(end, base, baseEnd, to) {
      if (exports.applyDelta(delta.start, end, base, baseEnd, to, ahead) === 0) return undefined;
      return windows.subarray(0, 3 * exports.windowCount.value);
    },
  };
}

/** Below this the module keeps its tables. */
export const RESERVED = 0xa0000;
