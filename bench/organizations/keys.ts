import type { Dice } from './dice.ts';
import type { Habits } from './habits.ts';
import type { Account, People } from './people.ts';
import type { Saved } from './settings.ts';

export interface Key extends Saved {
  readonly id: number;
  readonly title: string;
  readonly key: string;
  readonly maker: Account;
  /** It is also the key that somebody signs in with. */
  readonly ownKey: boolean;
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
    return {
      ...made,
      title: `ci ${n}`,
      key: `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${dice.text(43)} ${made.by.login}@machine`,
      ownKey: dice.chance(0.08),
      told: dice.chance(0.4),
    };
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
