import type { Book } from './book.ts';
import { weighted } from './dice.ts';
import { type Account, gitName, INSTALLER } from './people.ts';
import { bringerOf, writtenBy } from './stories.ts';
import { tokenOf } from './values.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export interface Saved {
  readonly at: number;
  readonly by: Account;
}

/** A CI secret or variable: what GitHub keeps of it, and who truly did what. */
export interface Setting {
  readonly what: 'secret' | 'variable';
  readonly product: 'actions' | 'dependabot' | 'codespaces';
  readonly level: 'repository' | 'environment' | 'organization';
  readonly name: string;
  /** What a variable shows to everybody who may read it. */
  readonly value: string;
  readonly created: Saved;
  readonly again: readonly Saved[];
  /** One of the same name that was deleted before. */
  readonly former?: Saved;
}

/** Somebody stores it, and perhaps a workflow begins to use it. */
export function storeSetting(book: Book, name: string): Setting {
  const { dice, habits, people } = book;
  book.pass(1300);
  const by = actor(book);
  const at = book.now();
  const what = dice.chance(0.8) ? 'secret' : 'variable';
  const product =
    what === 'variable' ? 'actions' : dice.pick(['actions', 'actions', 'actions', 'dependabot', 'codespaces'] as const);
  const level =
    product === 'actions'
      ? dice.pick(['repository', 'repository', 'environment', 'organization'] as const)
      : 'repository';
  if (what === 'secret' && dice.chance(habits.usedByWorkflow)) useInWorkflow(book, name, by);
  const later = dice.chance(habits.savedAgain)
    ? [{ at: at + dice.between(1, 200) * DAY, by: dice.pick(people.humans) }]
    : [];
  const former = dice.chance(habits.recreated)
    ? { at: at - dice.between(10, 200) * DAY, by: dice.pick(people.humans) }
    : undefined;
  // Who stored one of that name before may well have been the same person.
  const value = tokenOf(dice, 'gitlab');
  const setting = { what, product, level, name, value, created: { at, by }, again: later } as const;
  return former === undefined ? setting : { ...setting, former };
}

function actor({ dice, habits, people }: Book): Account {
  return weighted(dice, [
    [INSTALLER, habits.storedByApp],
    [dice.pick(people.services), habits.storedByMachine],
    [dice.pick(people.maintainers), 0.5],
    [dice.pick(people.humans), 0.5],
  ]);
}

function useInWorkflow(book: Book, name: string, by: Account): void {
  const { dice, habits, people } = book;
  const author = by.bot || !dice.chance(habits.storesOwn) ? dice.pick(people.humans) : by;
  book.pass(dice.chance(habits.storesAtOnce) ? 12 : 60 * 24);
  const text = `on: push\njobs:\n  a:\n    env:\n      T: \${{ secrets.${name} }}\n`;
  const files = { [`.github/workflows/use-${name.toLowerCase()}.yml`]: text };
  const written = author.service === undefined ? writtenBy(book, author) : { author: gitName(dice, author) };
  book.move('main', book.commit([book.tip()], files, written), bringerOf(book, author));
}
