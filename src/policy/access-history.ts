import type { PersonAccess, Stay, WritingRole } from '../model/access.ts';
import type { Instant } from '../model/time.ts';

export interface SeenPerson {
  readonly id: number;
  readonly login: string;
  readonly role: WritingRole;
}

/**
 * What a look saw, added to what was known. Access that ended keeps its end, and another
 * role is another stretch of time.
 */
export function withLook(
  before: readonly PersonAccess[],
  seen: readonly SeenPerson[],
  now: Instant,
): readonly PersonAccess[] {
  return withSeen(before, seen, now, ({ id, role }) => `${id} ${role}`);
}

/**
 * Of a list that could not be read as a whole: whoever is not among what could be may be what
 * could not, so of them nothing is `looked` at, and what was known is `kept`.
 */
export function asFarAsRead<Known extends Pick<Stay, 'id'>>(
  before: readonly Known[],
  read: readonly Pick<Stay, 'id'>[],
  isWhole: boolean,
): { readonly looked: readonly Known[]; readonly kept: readonly Known[] } {
  const ids = new Set(read.map(({ id }) => id));
  const { looked = [], kept = [] } = Object.groupBy(before, ({ id }) => (isWhole || ids.has(id) ? 'looked' : 'kept'));
  return { looked, kept };
}

/** The same for any place where people are seen; `keyOf` tells stretches apart that run side by side. */
export function withSeen<Known extends Stay, Seen extends Omit<Known, keyof Stay> & Pick<Stay, 'id' | 'login'>>(
  before: readonly Known[],
  seen: readonly Seen[],
  now: Instant,
  keyOf: (one: Known | Seen) => string | number,
): readonly (Known | (Seen & Stay))[] {
  const present = new Map(seen.map((person) => [keyOf(person), person]));
  const kept = before.map((stay) => {
    if (stay.goneAt !== undefined) return stay;
    const still = present.get(keyOf(stay));
    return still === undefined ? { ...stay, goneAt: now } : { ...stay, login: still.login, seenAt: now };
  });
  const known = new Set(kept.filter(({ goneAt }) => goneAt === undefined).map(keyOf));
  const fresh = [...present].flatMap(([key, person]) =>
    known.has(key) ? [] : [{ ...person, since: now, seenAt: now }],
  );
  return [...kept, ...fresh];
}
