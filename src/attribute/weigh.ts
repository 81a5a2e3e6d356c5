import { type Trust, trustIn } from './trust.ts';

/** What speaks for somebody: of each kind of evidence once, how much of its weight survives the tie from the name to the account. */
export type Support = ReadonlyMap<string, number>;

export interface Rival {
  readonly support: Support;
  readonly beside: boolean;
}

/** Nothing is quite certain. */
const MOST = 0.999;

/** The odds that each of these made it, against nobody of them: one at most did. */
export function oddsOf(rivals: readonly Rival[], trust: Trust): readonly number[] {
  const own = rivals.map(({ support }) => odds(support, trust));
  const best = (but: number) => Math.max(0, ...own.filter((_, at) => at !== but));
  return rivals.map(({ beside }, at) => (own[at] ?? 0) + (beside ? trust.beside * best(at) : 0));
}

/** Independent pieces add up: together they are wrong only if each of them is. */
export function odds(support: Support, trust: Trust): number {
  // Sorted, so that rounding does not depend on the order in which evidence came in.
  const wrong = [...support]
    .map(([key, tie]) => 1 - trustIn(trust, key) * tie)
    .toSorted((a, b) => a - b)
    .reduce((product, each) => product * each, 1);
  return 1 / Math.max(wrong, 1 - MOST) - 1;
}

/** What speaks for the others speaks against it. */
export function chance(own: number, all: readonly number[]): number {
  const sum = all.toSorted((a, b) => a - b).reduce((total, each) => total + each, 0);
  return Math.min(own / (1 + sum), MOST);
}
