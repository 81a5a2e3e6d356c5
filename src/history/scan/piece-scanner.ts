import type { Confirmer, RawFinding } from '../../detect/confirm.ts';
import { resolveOverlaps } from '../../detect/detector.ts';
import type { Finding } from '../../model/finding.ts';
import { type Core, lookBehind, reaches } from '../core/core.ts';
import { MOST_HITS, type Scanned } from './blob-scanner.ts';
import { createPlaces } from './places.ts';

/** Bytes of a blob that are in memory at once. */
const PIECE = 16 << 20;

/**
 * Scans a blob of any length that comes in chunks. The core's arena holds a piece; keywords are judged once all bytes that
 * their verdict depends on are there, and a piece begins with the bytes before its first keyword that a verdict may look
 * back at: so every verdict is the one that the whole blob would give.
 */
export function createPieceScanner(
  core: Core,
  confirmer: Confirmer,
  unit: 1 | 2,
  pieceSize = PIECE,
  mostHits = MOST_HITS,
) {
  const { memory, arena } = core;
  const behind = lookBehind(confirmer);
  const ahead = Math.max(0, ...reaches(confirmer));
  const places = createPlaces(unit);
  const found: RawFinding[] = [];
  let hits = 0;
  let first = 0; // offset in the blob of the byte at arena.start
  let length = 0; // bytes in the arena
  let judged = 0; // offset in the blob up to which keywords have been judged

  return { push, end };

  function push(chunk: Uint8Array): void {
    for (let rest = chunk; rest.length > 0; ) {
      const taken = rest.subarray(0, pieceSize - length);
      memory.set(taken, arena.start + length);
      length += taken.length;
      rest = rest.subarray(taken.length);
      if (length < pieceSize) continue;
      judge(first + length - ahead);
      slide();
    }
  }

  function end(): Pick<Scanned, 'findings' | 'capped'> {
    judge(first + length);
    return { findings: resolveOverlaps(found).map(withPlace), capped: hits > mostHits };
  }

  /** Judges the keywords that start before offset `to`. */
  function judge(to: number): void {
    const low = arena.start;
    const high = low + length;
    memory.fill(0, high, high + 64);
    const bytes = memory.subarray(low, high);
    const fresh: RawFinding[] = [];
    core.filter(low + judged - first, low + to - first, low, high, (address, keyword) => {
      if (hits++ >= mostHits) return;
      const raw = confirmer.confirm(bytes, address - low, keyword);
      if (raw !== undefined) fresh.push({ ...raw, start: raw.start + first, end: raw.end + first });
    });
    places.remember(
      bytes,
      first,
      fresh.flatMap((raw) => [raw.start, raw.end]),
    );
    for (const raw of fresh) found.push(raw);
    judged = to;
  }

  function slide(): void {
    const keep = Math.max(first, judged - behind);
    places.pass(memory.subarray(arena.start, arena.start + keep - first), first);
    memory.copyWithin(arena.start, arena.start + keep - first, arena.start + length);
    length -= keep - first;
    first = keep;
  }

  function withPlace({ rule, confidence, secret, start, end }: RawFinding): Finding {
    const from = places.at(start);
    const to = places.at(end);
    return {
      ...{ rule: rule.id, confidence, secret, start: start * unit, end: end * unit },
      ...{ line: from.line, column: from.column, endLine: to.line, endColumn: to.column },
    };
  }
}
