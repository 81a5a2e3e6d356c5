import type { Stay, TeamMembers } from '../model/access.ts';
import type { Instant } from '../model/time.ts';

/** By slug, lower-cased, as far as somebody looked. */
export type Teams = ReadonlyMap<string, TeamMembers>;

/** A slug is free again when its team is deleted: the team that was seen last has it. */
export function bySlug(records: Iterable<TeamMembers>): Teams {
  const oldestFirst = [...records].toSorted((a, b) => a.lookedAt - b.lookedAt);
  return new Map(oldestFirst.map((team) => [team.slug.toLowerCase(), team]));
}

/**
 * Whether a person can have been in a team at some time after `from`, and before `until`.
 * Also when nobody looked then: who was in it before the first look is not known.
 */
export function mayHaveBeenIn(teams: Teams, slug: string, person: number, from: Instant, until: Instant): boolean {
  const team = teams.get(slug.toLowerCase());
  if (team === undefined || team.firstLookedAt >= until) return true;
  return team.people.some(({ id, goneAt = Number.POSITIVE_INFINITY }) => id === person && goneAt > from);
}

/** `@organisation/slug`, lower-cased, of teams in which nobody is any more. */
export function emptyTeams(teams: Teams, organization: string): ReadonlySet<string> {
  const empty = [...teams].filter(([, { people }]) => !people.some(isOpen));
  return new Set(empty.map(([slug]) => nameOf(slug, organization)));
}

/** By person, the same names of teams in which nobody else is: the person is the only one left, or was the last. */
export function lastOf(teams: Teams, organization: string): ReadonlyMap<number, readonly string[]> {
  const found = [...teams].flatMap(([slug, { people }]) =>
    lastPeople(people).map((id) => ({ id, name: nameOf(slug, organization) })),
  );
  const byPerson = Map.groupBy(found, ({ id }) => id);
  return new Map([...byPerson].map(([id, all]) => [id, all.map(({ name }) => name)]));
}

function lastPeople(people: readonly Stay[]): readonly number[] {
  const open = new Set(people.filter(isOpen).map(({ id }) => id));
  if (open.size > 0) return open.size === 1 ? [...open] : [];
  const last = people.reduce((latest, { seenAt }) => Math.max(latest, seenAt), 0);
  return [...new Set(people.filter(({ seenAt }) => seenAt === last).map(({ id }) => id))];
}

function isOpen({ goneAt }: Stay): boolean {
  return goneAt === undefined;
}

function nameOf(slug: string, organization: string): string {
  return `@${organization}/${slug}`.toLowerCase();
}
