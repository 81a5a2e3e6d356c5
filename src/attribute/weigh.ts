import { type Trust, trustIn, wordOf } from './trust.ts';

/** What speaks for somebody. */
export interface Word {
  /** As `weightKey` has it. */
  readonly key: string;
  /** How much of its weight survives the tie from the name to the account. */
  readonly tie: number;
}

/** Each kind of evidence once. A list, as mostly there are two, and maps of two cost more than all that is counted. */
export type Support = readonly Word[];

export interface Rival {
  readonly support: Support;
  readonly beside: boolean;
  /** What they brought, another account wrote. */
  readonly takenOver: boolean;
}

/** Nothing is quite certain. */
const MOST = 0.999;

/** The odds that each of these made it, against nobody of them: one at most did. */
export function oddsOf(rivals: readonly Rival[], trust: Trust): readonly number[] {
  const own = rivals.map((rival) => odds(rival, trust));
  if (own.length < 2) return own;
  const best = (but: number) => Math.max(0, ...own.filter((_, at) => at !== but));
  return rivals.map(({ beside }, at) => (own[at] ?? 0) + (beside ? trust.beside * best(at) : 0));
}

/**
 * Independent words add up: together they are wrong only if each of them is. A word that is
 * said again counts once, at its best.
 */
export function odds({ support, takenOver }: Omit<Rival, 'beside'>, trust: Trust): number {
  const words: string[] = [];
  const wrongs: number[] = [];
  for (const { key, tie } of support) {
    const word = wordOf(key, takenOver);
    const wrong = 1 - trustIn(trust, key) * tie;
    const at = words.indexOf(word);
    if (at < 0) {
      words.push(word);
      wrongs.push(wrong);
    } else wrongs[at] = Math.min(wrongs[at] ?? 1, wrong);
  }
  const wrong = inOrder(wrongs).reduce((product, each) => product * each, 1);
  return 1 / Math.max(wrong, 1 - MOST) - 1;
}

export function sum(all: readonly number[]): number {
  return inOrder(all).reduce((total, each) => total + each, 0);
}

/** What speaks for the others speaks against it. `all` is the sum of everybody's odds, its own among them. */
export function chance(own: number, all: number): number {
  return Math.min(own / (1 + all), MOST);
}

/** So that rounding does not depend on the order in which evidence came in. Of two it never does. */
function inOrder(values: readonly number[]): readonly number[] {
  return values.length < 3 ? values : values.toSorted((a, b) => a - b);
}
