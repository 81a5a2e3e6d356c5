import type { Confirmer, RawFinding } from '../../detect/confirm.ts';
import { createPlaces } from '../../detect/locate.ts';
import { type Look, type ReadFinding, readAsUtf16, resolveOverlaps } from '../../detect/readings.ts';
import { mayHoldUtf16, RUN, takenFor, type Utf16 } from '../../detect/utf16.ts';
import { type Core, lookBehind, reaches } from '../core/core.ts';
import { MOST_HITS, type Scanned } from './blob-scanner.ts';

/** Bytes of a blob that are in memory at once. */
const PIECE = 16 << 20;

/**
 * Scans a blob of any length that comes in chunks. The core's arena holds a piece; keywords are judged once all
 * bytes that their verdict depends on are there, and a piece begins with the bytes before its first keyword that
 * a verdict may look back at: so every verdict is the one that the whole blob would give. In UTF-16 that is twice
 * as many. A piece begins and keywords are judged at even offsets, which are the same in every way to read.
 */
export function createPieceScanner(core: Core, confirmer: Confirmer, pieceSize = PIECE, mostHits = MOST_HITS) {
  const { memory, arena, source } = core;
  const behind = 2 * (lookBehind(confirmer) + RUN + 1);
  const ahead = 2 * (Math.max(0, ...reaches(confirmer)) + RUN + 1);
  const found: ReadFinding[] = [];
  const hits: number[] = [];
  let taken: Utf16 | undefined;
  let places: ReturnType<typeof createPlaces> | undefined;
  let first = 0; // offset in the blob of the byte at arena.start
  let length = 0; // bytes in the arena
  let judged = 0; // offset in the blob up to which keywords have been judged

  return { push, end };

  function push(chunk: Uint8Array): void {
    for (let rest = chunk; rest.length > 0; ) {
      const taking = rest.subarray(0, pieceSize - length);
      memory.set(taking, arena.start + length);
      length += taking.length;
      rest = rest.subarray(taking.length);
      if (length < pieceSize) continue;
      judge(even(first + length - ahead));
      slide();
    }
  }

  function end(): Pick<Scanned, 'findings' | 'capped'> {
    const { placed } = judge(first + length);
    return { findings: resolveOverlaps(found).map(placed), capped: hits.some((count) => count > mostHits) };
  }

  /** Judges the keywords that start before offset `to`. */
  function judge(to: number): ReturnType<typeof createPlaces> {
    const low = arena.start;
    const high = low + length;
    memory.fill(0, high, high + 64);
    const bytes = memory.subarray(low, high);
    if (places === undefined) taken = takenFor(bytes);
    places ??= createPlaces(taken);
    const fresh: ReadFinding[] = [];
    const asIs = { start: low + judged - first, end: low + to - first, low, high };
    filter(bytes, asIs, 0, (raw) => fresh.push({ ...raw, start: raw.start + first, end: raw.end + first }));
    if (mayHoldUtf16(bytes)) for (const one of readWide(bytes, to)) fresh.push(one);
    places.remember(bytes, first, fresh);
    for (const one of fresh) found.push(one);
    judged = to;
    return places;
  }

  /** Nothing else lies where the text is put: git has inflated the blob. */
  function readWide(bytes: Uint8Array, to: number): ReadFinding[] {
    const low = source.start;
    const look: Look = (text, report, { unit, turn }) => {
      const high = low + text.length;
      const start = low + (judged - first) / unit;
      filter(text, { start, end: Math.min(high, low + Math.ceil((to - first) / unit)), low, high }, turn, report);
    };
    return readAsUtf16(bytes, { first, taken, into: memory.subarray(low, source.end) }, look);
  }

  function filter(
    text: Uint8Array,
    { start, end: stop, low, high }: { start: number; end: number; low: number; high: number },
    reading: number,
    report: (found: RawFinding) => void,
  ): void {
    core.filter(start, stop, low, high, (address, keyword) => {
      const count = (hits[reading] ?? 0) + 1;
      hits[reading] = count;
      if (count > mostHits) return;
      const raw = confirmer.confirm(text, address - low, keyword);
      if (raw !== undefined) report(raw);
    });
  }

  function slide(): void {
    const keep = even(Math.max(first, judged - behind));
    places?.pass(memory.subarray(arena.start, arena.start + length), first, keep - first);
    memory.copyWithin(arena.start, arena.start + keep - first, arena.start + length);
    length -= keep - first;
    first = keep;
  }
}

function even(offset: number): number {
  return offset - (offset % 2);
}
