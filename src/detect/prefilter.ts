import { type Automaton, buildAutomaton } from './automaton.ts';

/** Finds keywords in bytes. Implementations differ in speed only: all emit the same hits in the same order. */
export interface Prefilter {
  /** Emits each position where `keywords[keyword]` starts, ASCII case-insensitive; ascending by position, then by keyword. */
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
        const ends = endsIn(automaton, bytes, from, to, overhang);
        for (const { position, keyword } of starts(automaton, lengths, ends, from, to)) emit(position, keyword);
      }
    },
  };
}

interface End {
  readonly at: number;
  readonly state: number;
}

interface Hit {
  readonly position: number;
  readonly keyword: number;
}

/** Every place where the automaton accepts, for keywords that start in [from, to). */
function endsIn(automaton: Automaton, bytes: Uint8Array, from: number, to: number, overhang: number): End[] {
  const ends: End[] = [];
  const quarter = (to - from) >> 2;
  if (quarter > overhang && from + quarter * 4 + overhang <= bytes.length) {
    sweepQuarters(automaton, bytes, from, quarter, overhang, ends);
    sweep(automaton, bytes, from + quarter * 4, Math.min(bytes.length, to + overhang), ends);
  } else {
    sweep(automaton, bytes, from, Math.min(bytes.length, to + overhang), ends);
  }
  return ends;
}

function sweep({ next, firstAccepting }: Automaton, bytes: Uint8Array, from: number, to: number, ends: End[]): void {
  let state = 0;
  for (let at = from; at < to; at++) {
    state = next[(state << 8) | (bytes[at] as number)] as number;
    if (state >= firstAccepting) ends.push({ at, state });
  }
}

/** Four walks in one loop: each waits for memory while the others go on, which doubles the speed. */
function sweepQuarters(
  { next, firstAccepting }: Automaton,
  bytes: Uint8Array,
  from: number,
  quarter: number,
  overhang: number,
  ends: End[],
): void {
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
    if (a >= firstAccepting) ends.push({ at, state: a });
    if (b >= firstAccepting) ends.push({ at: at + quarter, state: b });
    if (c >= firstAccepting) ends.push({ at: at + quarter * 2, state: c });
    if (d >= firstAccepting) ends.push({ at: at + quarter * 3, state: d });
  }
}

/** The walks overlap, so the same end can come twice. */
function starts(
  { accepted }: Automaton,
  lengths: readonly number[],
  ends: readonly End[],
  from: number,
  to: number,
): Hit[] {
  const hits: Hit[] = [];
  for (const { at, state } of ends) {
    for (const keyword of accepted[state] ?? []) {
      const position = at + 1 - (lengths[keyword] as number);
      if (position >= from && position < to) hits.push({ position, keyword });
    }
  }
  hits.sort((a, b) => a.position - b.position || a.keyword - b.keyword);
  return hits.filter((hit, index) => {
    const before = hits[index - 1];
    return before === undefined || before.position !== hit.position || before.keyword !== hit.keyword;
  });
}
