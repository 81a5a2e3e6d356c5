/** The first of a list that may be far longer than anything shown of it, and how many more there are. */
export interface FirstOf<T> {
  readonly first: readonly T[];
  readonly more: number;
}

export interface Gathering<T> {
  add(each: T): void;
  all(): FirstOf<T>;
}

/** In the order in which they are added. */
export function firstOf<T>(most: number): Gathering<T> {
  const first: T[] = [];
  let more = 0;
  return {
    add(each) {
      if (first.length < most) first.push(each);
      else more += 1;
    },
    all: () => ({ first, more }),
  };
}

/**
 * The least by this order; of equals those that were added first. Holds a quarter more for
 * a while, so that not each costs a sorting.
 */
export function leastOf<T>(most: number, compare: (a: T, b: T) => number, left: (each: T) => void): Gathering<T> {
  const held: T[] = [];
  let last: T | undefined;
  let more = 0;
  const leave = (each: T) => {
    left(each);
    more += 1;
  };
  const cut = () => {
    held.sort(compare);
    for (const each of held.splice(most)) leave(each);
    if (held.length === most) last = held.at(-1);
  };
  return {
    add(each) {
      // At once, or everything would be held for a while, and grow old in memory.
      if (last !== undefined && compare(each, last) >= 0) return leave(each);
      held.push(each);
      if (held.length >= 1.25 * most) cut();
    },
    all() {
      cut();
      return { first: held, more };
    },
  };
}
