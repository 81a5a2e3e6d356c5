import { type Book, openBook } from './book.ts';
import { createDice, type Dice } from './dice.ts';
import { drawHabits, type Habits } from './habits.ts';
import { type Key, type Made, makeKeys, makeMany } from './keys.ts';
import { type Account, makePeople, type People } from './people.ts';
import { type Setting, storeSetting } from './settings.ts';
import { bringHistory, mirror, tell } from './stories.ts';
import { tokenOf } from './values.ts';

export const NOW = Date.UTC(2026, 10, 21, 12);
const DAY = 86_400_000;

export interface Text extends Made {
  /** Whom GitHub names: who opened it, though somebody else may have put the secret in. */
  readonly author: Account;
  readonly body: string;
}

export interface MadeUpRepository {
  readonly id: number;
  readonly fullName: string;
  readonly book: Book;
  readonly settings: readonly Setting[];
  readonly keys: readonly Key[];
  readonly hooks: readonly Made[];
  /** Issues with a secret in them. */
  readonly texts: readonly Text[];
}

/** An organisation of which everything is known. */
export interface MadeUpOrganization {
  readonly dice: Dice;
  readonly habits: Habits;
  readonly people: People;
  readonly repositories: readonly MadeUpRepository[];
  /** Parts of routes that the App was not granted. */
  readonly refused: readonly string[];
  readonly tokens: readonly Made[];
  readonly authorizations: readonly Made[];
}

export const ORGANIZATION = { id: 1, login: 'acme', installationId: 1, state: 'active' } as const;

const REFUSABLE = [
  '/keys',
  '/pulls',
  '/activity',
  '/hooks',
  '/personal-access-tokens',
  '/environments',
  '/issues',
  '/variables',
  '/secret-scanning',
];

export function makeOrganization(seed: string): MadeUpOrganization {
  const dice = createDice(seed);
  const habits = drawHabits(dice);
  const people = makePeople(dice, habits);
  const first = makeRepository(dice, habits, people, 11);
  const second = makeRepository(dice, habits, people, 12, dice.chance(habits.mirrored) ? first.book : undefined);
  const repositories = [first, second];
  const tokens = makeMany(dice, habits, people, NOW, 4);
  const authorizations = makeMany(dice, habits, people, NOW, 3);
  const refused = REFUSABLE.filter(() => dice.chance(habits.permissionMissing));
  return { dice, habits, people, repositories, refused, tokens, authorizations };
}

function makeRepository(dice: Dice, habits: Habits, people: People, id: number, from?: Book): MadeUpRepository {
  const book = openBook(dice, habits, people, NOW - 700 * DAY, NOW);
  const leaks = 8;
  const imported = Array.from({ length: leaks }, () => dice.chance(habits.imported)).filter(Boolean).length;
  bringHistory(book, imported);
  if (from !== undefined) mirror(book, from);
  const settings: Setting[] = [];
  for (let n = imported; n < leaks; n++) {
    tell(book);
    settings.push(storeSetting(book, `SECRET_${id}_${n}`));
  }
  return {
    id,
    fullName: `acme/repo-${id}`,
    book,
    settings,
    keys: makeKeys(dice, habits, people, NOW),
    hooks: makeMany(dice, habits, people, NOW, 2).map((hook) => ({ ...hook, id: id * 1000 + hook.id })),
    texts: makeMany(dice, habits, people, NOW, 2).map((text) => ({
      ...text,
      author: dice.chance(0.02) ? dice.pick(people.humans) : text.maker,
      body: `It fails with ${tokenOf(dice, 'gitlab')} since today.`,
    })),
  };
}
