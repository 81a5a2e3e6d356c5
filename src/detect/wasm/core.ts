import type { FilterTables } from './tables.ts';

/** The functions of core.wasm; all numbers are addresses in its memory. Contracts stand at their sources, *.as.ts. */
interface CoreExports {
  inflate(from: number, fromEnd: number, to: number, limit: number): number;
  readSizes(delta: number, deltaEnd: number): number;
  applyDelta(delta: number, deltaEnd: number, base: number, baseEnd: number, to: number, ahead: number): number;
  filter(
    from: number,
    start: number,
    end: number,
    low: number,
    high: number,
    spread: number,
    hits: number,
    hitsEnd: number,
    room: number,
  ): number;
  openTable(names: number, room: number, slots: number, slotCount: number, hashSize: number): void;
  choose(name: number): number;
  numberOf(name: number, add: number): number;
  readTree(low: number, high: number, out: number): number;
  readonly known: WasmGlobal;
  readonly baseSize: WasmGlobal;
  readonly resultSize: WasmGlobal;
  readonly windowCount: WasmGlobal;
  readonly resumeAt: WasmGlobal;
}

export interface WasmCore {
  readonly exports: CoreExports;
  readonly memory: Buffer;
  /** First byte that belongs to the host, and how many bytes behind a region may be overwritten. */
  readonly free: number;
  readonly slack: number;
  readonly windows: number;
  /** What the functions of tree.as.ts give where there is no room. */
  readonly full: number;
}

const PAGE = 1 << 16;

/** Reading core.wasm is an effect, so the caller does it. A compiled module may be sent to workers. */
export function compileCore(bytes: Uint8Array): WasmModule {
  return new WebAssembly.Module(bytes);
}

/**
 * Instantiates the module over `size` bytes of memory of its own and fills the tables. Untouched pages cost nothing.
 */
export function instantiateCore(module: WasmModule, tables: FilterTables, size: number): WasmCore {
  const memory = new WebAssembly.Memory({ initial: Math.ceil(size / PAGE) });
  const { exports } = new WebAssembly.Instance(module, { env: { memory, abort } });
  const bytes = Buffer.from(memory.buffer);
  const at = (name: string): number => Number((exports as Record<string, WasmGlobal | undefined>)[name]?.value);
  if (tables.entries.length > at('ENTRIES_END') - at('ENTRIES'))
    throw new RangeError('too many keywords for the filter');
  bytes.set(tables.masks, at('MASKS'));
  bytes.set(tables.classes, at('CLASSES'));
  bytes.set(tables.heads, at('HEADS'));
  bytes.set(tables.entries, at('ENTRIES'));
  bytes.set(tables.fingerprints, at('FINGERPRINTS'));
  const core = exports as CoreExports & { init(): void };
  core.init();
  return {
    exports: core,
    memory: bytes,
    free: at('FREE'),
    slack: at('SLACK'),
    windows: at('WINDOWS'),
    full: at('FULL'),
  };
}

function abort(): never {
  throw new Error('core.wasm gave up');
}

/** Room that one tile of the filter may need for its hits: 4096 positions, eight bytes a hit. */
export function tileRoom(tables: FilterTables): number {
  return 4096 * 8 * Math.max(1, tables.crowd);
}

export interface WasmModule {
  readonly [Symbol.toStringTag]: 'WebAssembly.Module';
}

interface WasmGlobal {
  readonly value: number;
}

/** TypeScript knows WebAssembly only as a part of the browser; this is what we use of it. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => WasmModule;
  readonly Memory: new (size: { initial: number }) => { readonly buffer: ArrayBuffer };
  readonly Instance: new (module: WasmModule, imports: object) => { readonly exports: object };
};
