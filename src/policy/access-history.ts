import type { PersonAccess, WritingRole } from '../model/access.ts';
import type { Instant } from '../model/time.ts';

export interface SeenPerson {
  readonly id: number;
  readonly login: string;
  readonly role: WritingRole;
}

/** What a look saw, added to what was known. Access that ended keeps its end, and another role is another stretch of time. */
export function withLook(
  before: readonly PersonAccess[],
  seen: readonly SeenPerson[],
  now: Instant,
): readonly PersonAccess[] {
  const present = new Map(seen.map((person) => [`${person.id} ${person.role}`, person]));
  const kept = before.map((access): PersonAccess => {
    if (access.goneAt !== undefined) return access;
    const still = present.get(`${access.id} ${access.role}`);
    return still === undefined ? { ...access, goneAt: now } : { ...access, login: still.login, seenAt: now };
  });
  const known = new Set(kept.filter(({ goneAt }) => goneAt === undefined).map(({ id, role }) => `${id} ${role}`));
  const fresh = [...present].flatMap(([key, { id, login, role }]): PersonAccess[] =>
    known.has(key) ? [] : [{ id, login, role, since: now, seenAt: now }],
  );
  return [...kept, ...fresh];
}
