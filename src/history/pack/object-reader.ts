import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { type Core, LARGEST_BLOB, SLACK } from '../core/core.ts';
import { inflateLoose, NO_FILE } from '../core/loose.ts';
import { BLOB, type Entry, LONGEST_HEADER, OFS_DELTA, parseEntry, REF_DELTA } from './entry.ts';
import type { ObjectStore } from './object-store.ts';
import { openPackIndex, type PackIndex } from './pack-index.ts';

export interface ObjectReader extends Disposable {
  /** Puts a blob into the core's arena. */
  load(id: string): Loaded | Unloaded | 'no blob';
}

interface Loaded {
  readonly low: number;
  readonly high: number;
}

interface Unloaded {
  readonly reason: string;
  /** Git must not be asked: it would follow a circle of deltas for ever, or wait for a pipe. */
  readonly endless: boolean;
}

/** Git makes chains of at most 4095 deltas (`pack.depth`); a longer one is a circle. */
const LONGEST_CHAIN = 4096;
const ENDLESS = 'its chain of deltas is longer than any that git makes';

/** Most small entries are read whole with the header. */
const FIRST_READ = 4096;

interface OpenPack extends PackIndex {
  readonly file: number;
  readonly size: number;
}

interface Link {
  readonly pack: OpenPack;
  readonly offset: number;
  readonly entry: Entry;
}

/** Reads single blobs by name. Packs are opened when the first object is asked for. */
export function createObjectReader(core: Core, store: ObjectStore): ObjectReader {
  const { memory, source, delta, arena } = core;
  const slots = [arena.start, arena.start + LARGEST_BLOB + 2 * SLACK];
  let opened: OpenPack[] | undefined;

  return {
    load(id) {
      try {
        const hash = Buffer.from(id, 'hex');
        const place = findPacked(hash);
        return place === undefined ? loadLoose(id) : loadPacked(place.pack, place.offset);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        return { reason, endless: reason === ENDLESS || reason === NO_FILE };
      }
    },
    [Symbol.dispose]() {
      for (const pack of opened ?? []) {
        closeSync(pack.file);
        pack[Symbol.dispose]();
      }
    },
  };

  function packs(): readonly OpenPack[] {
    opened ??= store.indexes.flatMap((path) => openPack(path, store.hashSize) ?? []);
    return opened;
  }

  function findPacked(hash: Uint8Array): { pack: OpenPack; offset: number } | undefined {
    for (const pack of packs()) {
      const offset = pack.find(hash);
      if (offset !== undefined) return { pack, offset };
    }
    return undefined;
  }

  function loadLoose(id: string) {
    const paths = store.directories.map((directory) => join(directory, id.slice(0, 2), id.slice(2)));
    const path = paths.find((one) => existsSync(one));
    if (path === undefined) throw new Error('it is in no pack and not loose');
    const blob = inflateLoose(core, path);
    if (blob === 'no file') throw new Error(NO_FILE);
    if (blob === 'broken') throw new Error('it is too big to be scanned at once, or broken');
    return blob;
  }

  function loadPacked(pack: OpenPack, offset: number) {
    const { chain, looseBase } = chainFrom(pack, offset);
    const root = looseBase === undefined ? chain.pop() : undefined;
    if (root !== undefined && root.entry.type !== BLOB) return 'no blob';
    const base = root === undefined ? loadLoose(looseBase ?? '') : inflateRoot(root);
    if (typeof base === 'string') return base;
    let blob = base;
    for (const [step, link] of chain.reverse().entries()) blob = applyLink(link, blob, slots[(step + 1) % 2] ?? 0);
    memory.fill(0, blob.high, blob.high + SLACK);
    return blob;
  }

  /** The object's own entry first; its root last, unless that is loose. */
  function chainFrom(pack: OpenPack, offset: number): { chain: Link[]; looseBase?: string } {
    const chain: Link[] = [];
    for (let place = { pack, offset }; chain.length <= LONGEST_CHAIN; ) {
      const entry = readEntry(place.pack, place.offset, LONGEST_HEADER);
      chain.push({ ...place, entry });
      if (entry.type === OFS_DELTA) {
        place = { pack: place.pack, offset: place.offset - entry.distance };
      } else if (entry.type === REF_DELTA) {
        const end = source.start + entry.body;
        const hash = Buffer.from(memory.subarray(end - store.hashSize, end));
        const own = place.pack.find(hash);
        const base = own === undefined ? findPacked(hash) : { pack: place.pack, offset: own };
        if (base === undefined) return { chain, looseBase: hash.toString('hex') };
        place = base;
      } else {
        return { chain };
      }
    }
    throw new Error(ENDLESS);
  }

  function inflateRoot(link: Link): { low: number; high: number } {
    const { size } = link.entry;
    const low = slots[0] ?? 0;
    if (size > LARGEST_BLOB) throw new Error('it is too big to be scanned at once');
    if (inflate(link, low) !== low + size) throw new Error('its compressed data are broken');
    return { low, high: low + size };
  }

  function applyLink(link: Link, base: { low: number; high: number }, low: number): { low: number; high: number } {
    const deltaEnd = delta.start + link.entry.size;
    if (deltaEnd > delta.end) throw new Error('its delta is too big');
    if (inflate(link, delta.start) !== deltaEnd) throw new Error('its compressed delta is broken');
    const sizes = core.deltaSizes(deltaEnd);
    if (sizes === undefined || sizes.base !== base.high - base.low) throw new Error('its delta does not fit its base');
    if (sizes.result > LARGEST_BLOB) throw new Error('it is too big to be scanned at once');
    if (core.applyDelta(deltaEnd, base.low, base.high, low) === undefined) throw new Error('its delta is broken');
    return { low, high: low + sizes.result };
  }

  function inflate({ pack, offset, entry }: Link, to: number): number {
    // What zlib's compressBound() allows for; a stream that is longer all the same is left to git.
    const most = entry.body + entry.size + (entry.size >> 8) + 64;
    const have = read(pack, offset, Math.max(FIRST_READ, Math.min(most, source.end - source.start)));
    return core.inflate(source.start + entry.body, source.start + have, to, to + entry.size);
  }

  function readEntry(pack: OpenPack, offset: number, length: number): Entry {
    const have = offset > 0 ? read(pack, offset, length) : 0;
    const entry = parseEntry(memory, source.start, pack.hashSize);
    if (entry === undefined || entry.body > have) throw new Error('its header is broken');
    return entry;
  }

  /** Up to the pack's trailer at most. */
  function read(pack: OpenPack, offset: number, length: number): number {
    const end = Math.min(offset + length, pack.size - pack.hashSize);
    return end <= offset ? 0 : readSync(pack.file, memory, source.start, end - offset, offset);
  }
}

function openPack(path: string, hashSize: number): OpenPack | undefined {
  try {
    const index = openPackIndex(path, hashSize);
    const file = openSync(index.packPath, 'r');
    return { ...index, file, size: fstatSync(file).size };
  } catch {
    return undefined; // its objects are not found, and so left for git to judge
  }
}
