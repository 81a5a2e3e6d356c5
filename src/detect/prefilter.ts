import { type Automaton, buildAutomaton } from './automaton.ts';

/** Finds keywords in bytes. Implementations differ in speed only: all emit the same hits in the same order. */
export interface Prefilter {
  /**
   * Emits each position where `keywords[keyword]` starts, ASCII case-insensitive; ascending
   * by position, then by keyword.
   */
  hits(bytes: Uint8Array, emit: (position: number, keyword: number) => void): void;
}

/** Starts are looked for block by block, so that the hits of a huge blob are never held all at once. */
const BLOCK = 1 << 20;

/** The portable filter: an Aho-Corasick automaton. Keywords are lower-case latin1. */
export function createPrefilter(keywords: readonly string[]): Prefilter {
  const automaton = buildAutomaton(keywords);
  const lengths = keywords.map((keyword) => keyword.length);
  const overhang = Math.max(0, ...lengths) - 1;

  return {
    hits(bytes, emit) {
      for (let from = 0; from < bytes.length; from += BLOCK) {
        const to = Math.min(bytes.length, from + BLOCK);
        emitStarts(automaton, lengths, endsIn(automaton, bytes, from, to, overhang), { from, to }, emit);
      }
    },
  };
}

/**
 * Pairs: the last byte of a keyword and the state that the automaton is in there. Flat, for hostile text has millions.
 */
type Ends = number[];

/** Every place where the automaton accepts, for keywords that start in [from, to). */
function endsIn(automaton: Automaton, bytes: Uint8Array, from: number, to: number, overhang: number): Ends[] {
  const last: Ends = [];
  const quarter = (to - from) >> 2;
  if (quarter <= overhang || from + quarter * 4 + overhang > bytes.length) {
    sweep(automaton, bytes, from, Math.min(bytes.length, to + overhang), last);
    return [last];
  }
  const quarters = sweepQuarters(automaton, bytes, from, quarter, overhang);
  sweep(automaton, bytes, from + quarter * 4, Math.min(bytes.length, to + overhang), last);
  return [...quarters, last];
}

function sweep({ next, firstAccepting }: Automaton, bytes: Uint8Array, from: number, to: number, ends: Ends): void {
  let state = 0;
  for (let at = from; at < to; at++) {
    state = next[(state << 8) | (bytes[at] as number)] as number;
    if (state >= firstAccepting) ends.push(at, state);
  }
}

/** Four walks in one loop: each waits for memory while the others go on, which doubles the speed. */
function sweepQuarters(
  { next, firstAccepting }: Automaton,
  bytes: Uint8Array,
  from: number,
  quarter: number,
  overhang: number,
): Ends[] {
  const ends: [Ends, Ends, Ends, Ends] = [[], [], [], []];
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let at = from;
  for (const last = from + quarter + overhang; at < last; at++) {
    a = next[(a << 8) | (bytes[at] as number)] as number;
    b = next[(b << 8) | (bytes[at + quarter] as number)] as number;
    c = next[(c << 8) | (bytes[at + quarter * 2] as number)] as number;
    d = next[(d << 8) | (bytes[at + quarter * 3] as number)] as number;
    if (a < firstAccepting && b < firstAccepting && c < firstAccepting && d < firstAccepting) continue;
    if (a >= firstAccepting) ends[0].push(at, a);
    if (b >= firstAccepting) ends[1].push(at + quarter, b);
    if (c >= firstAccepting) ends[2].push(at + quarter * 2, c);
    if (d >= firstAccepting) ends[3].push(at + quarter * 3, d);
  }
  return ends;
}

/** One number holds position and keyword, so that sorting is fast; exact in blobs up to 128 GB. */
const MOST_KEYWORDS = 1 << 16;

/** In order, each once: the walks overlap, so the same end can come twice. */
function emitStarts(
  { accepted }: Automaton,
  lengths: readonly number[],
  walks: readonly Ends[],
  { from, to }: { readonly from: number; readonly to: number },
  emit: (position: number, keyword: number) => void,
): void {
  const starts: number[] = [];
  for (const ends of walks) {
    for (let index = 0; index < ends.length; index += 2) {
      const end = (ends[index] as number) + 1;
      const keywords = accepted[ends[index + 1] as number] ?? [];
      for (let nth = 0; nth < keywords.length; nth++) {
        const keyword = keywords[nth] as number;
        const position = end - (lengths[keyword] as number);
        if (position >= from && position < to) insert(starts, position * MOST_KEYWORDS + keyword);
      }
    }
  }
  for (const start of starts) {
    const position = Math.floor(start / MOST_KEYWORDS);
    emit(position, start - position * MOST_KEYWORDS);
  }
}

/** The starts come nearly in order: one is never farther from its place than the longest keyword is long. */
function insert(starts: number[], start: number): void {
  let at = starts.length;
  while (at > 0 && (starts[at - 1] as number) > start) at--;
  if (at > 0 && starts[at - 1] === start) return;
  starts.push(start);
  for (let index = starts.length - 1; index > at; index--) starts[index] = starts[index - 1] as number;
  starts[at] = start;
}
