import type { Dice } from './dice.ts';
import type { Habits } from './habits.ts';
import type { Account, People } from './people.ts';
import type { Saved } from './settings.ts';
import { keyPair } from './values.ts';

export interface Key extends Saved {
  readonly id: number;
  readonly title: string;
  readonly key: string;
  readonly maker: Account;
  /** GitHub told of it when it was added. */
  readonly told: boolean;
}

/** Anything else that an account makes in GitHub's pages: `by` is the account that GitHub saw. */
export interface Made extends Saved {
  readonly id: number;
  readonly maker: Account;
}

export function makeKeys(dice: Dice, habits: Habits, people: People, now: number): readonly Key[] {
  return Array.from({ length: 4 }, (_, n): Key => {
    const made = make(dice, habits, people, now, n);
    const { line } = dice.chance(habits.ownKeyDeployed) ? (made.maker.key ?? keyPair(dice)) : keyPair(dice);
    return { ...made, title: `ci ${n}`, key: `${line} ${made.by.login}@machine`, told: dice.chance(0.4) };
  });
}

export function makeMany(dice: Dice, habits: Habits, people: People, now: number, count: number): readonly Made[] {
  return Array.from({ length: count }, (_, n) => make(dice, habits, people, now, n));
}

function make(dice: Dice, habits: Habits, people: People, now: number, n: number): Made {
  const by = dice.chance(0.12) ? dice.pick(people.services) : dice.pick(people.humans);
  const maker = dice.chance(habits.borrowedToken) ? dice.pick(people.humans) : by;
  return { id: 100 + n, at: now - Math.round(dice.between(1, 700)) * 86_400_000, by, maker };
}
