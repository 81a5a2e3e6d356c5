import { createRandom } from '../../test/support/random.ts';

/** Seeded chance: the same seed makes the same organisation on every machine. */
export interface Dice {
  below(limit: number): number;
  chance(probability: number): boolean;
  between(low: number, high: number): number;
  pick<T>(list: readonly T[]): T;
  text(length: number): string;
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';

export function createDice(seed: string): Dice {
  const { below, text } = createRandom(seed);
  const fraction = () => below(1 << 30) / (1 << 30);
  return {
    below,
    chance: (probability) => fraction() < probability,
    between: (low, high) => low + (high - low) * fraction(),
    pick(list) {
      const chosen = list[below(list.length)];
      if (chosen === undefined) throw new Error('there is nothing to pick from');
      return chosen;
    },
    text: (length) => text(LETTERS, length),
  };
}

/** One of several, each with its weight. */
export function weighted<T>(dice: Dice, choices: readonly (readonly [T, number])[]): T {
  const sum = choices.reduce((all, [, weight]) => all + weight, 0);
  let left = dice.between(0, sum);
  for (const [choice, weight] of choices) {
    left -= weight;
    if (left < 0) return choice;
  }
  return dice.pick(choices)[0];
}
