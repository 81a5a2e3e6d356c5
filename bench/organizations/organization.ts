import { type Book, openBook } from './book.ts';
import { createDice, type Dice } from './dice.ts';
import { drawHabits, type Habits } from './habits.ts';
import { type Key, type Made, makeKeys, makeMany } from './keys.ts';
import { makePeople, type People } from './people.ts';
import { type Setting, storeSetting } from './settings.ts';
import { bringHistory, tell } from './stories.ts';

export const NOW = Date.UTC(2026, 10, 21, 12);
const DAY = 86_400_000;

export interface MadeUpRepository {
  readonly id: number;
  readonly fullName: string;
  readonly book: Book;
  readonly settings: readonly Setting[];
  readonly keys: readonly Key[];
  readonly hooks: readonly Made[];
  /** Issues with a secret in them. */
  readonly texts: readonly (Made & { readonly editedByOther: boolean })[];
}

/** An organisation of which everything is known. */
export interface MadeUpOrganization {
  readonly dice: Dice;
  readonly habits: Habits;
  readonly people: People;
  readonly repositories: readonly MadeUpRepository[];
  readonly tokens: readonly Made[];
  readonly authorizations: readonly Made[];
}

export const ORGANIZATION = { id: 1, login: 'acme', installationId: 1, state: 'active' } as const;

export function makeOrganization(seed: string): MadeUpOrganization {
  const dice = createDice(seed);
  const habits = drawHabits(dice);
  const people = makePeople(dice, habits);
  const repositories = [11, 12].map((id) => makeRepository(dice, habits, people, id));
  const tokens = makeMany(dice, habits, people, NOW, 4);
  const authorizations = makeMany(dice, habits, people, NOW, 3);
  return { dice, habits, people, repositories, tokens, authorizations };
}

function makeRepository(dice: Dice, habits: Habits, people: People, id: number): MadeUpRepository {
  const book = openBook(dice, habits, people, NOW - 700 * DAY, NOW);
  const leaks = 8;
  const imported = Array.from({ length: leaks }, () => dice.chance(habits.imported)).filter(Boolean).length;
  bringHistory(book, imported);
  const settings: Setting[] = [];
  for (let n = imported; n < leaks; n++) {
    tell(book);
    settings.push(storeSetting(book, `SECRET_${id}_${n}`));
  }
  return {
    ...{ id, fullName: `acme/repo-${id}`, book, settings },
    keys: makeKeys(dice, habits, people, NOW),
    hooks: makeMany(dice, habits, people, NOW, 2).map((hook) => ({ ...hook, id: id * 1000 + hook.id })),
    texts: makeMany(dice, habits, people, NOW, 2).map((text) => ({ ...text, editedByOther: dice.chance(0.02) })),
  };
}
