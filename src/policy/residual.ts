import type { Presence, RepositoryAccess, RepositoryInvitations } from '../model/access.ts';
import type { KnownCredential } from '../model/credential.ts';
import { type Departure, tellingSince } from '../model/departure.ts';
import type { Repository } from '../model/organization.ts';
import type { CodeOwners } from '../model/owner.ts';
import type { Person } from '../model/person.ts';
import type { NamedIn, ResidualAccess, ResidualRepository } from '../model/residual.ts';
import type { Instant } from '../model/time.ts';
import { namesAsOwner } from './owner.ts';
import { sinceThen } from './words/departure.ts';
import { someOf } from './words/markdown.ts';
import { sayUnasked } from './words/residual.ts';

export interface ResidualFacts {
  /** By person id. */
  readonly presence: ReadonlyMap<string, Presence>;
  readonly access: Iterable<RepositoryAccess>;
  /** Both by repository id. */
  readonly invitations: ReadonlyMap<string, RepositoryInvitations>;
  readonly codeowners: ReadonlyMap<string, CodeOwners>;
  readonly repositories: ReadonlyMap<number, Repository>;
}

type FindResidual = (person: Person, departure: Departure) => ResidualAccess;

/** Among these are all that may need the approval of somebody. */
export type ResidualAmong = (credentials: Iterable<KnownCredential>) => FindResidual;

/** What is left of people's own access; what is listed once for all of them is listed once. */
export function residualFinder(facts: ResidualFacts): ResidualAmong {
  const stretches = stretchesOf(facts);
  const invitations = invitedTo(facts);
  const named = codeOwnersOf(facts);
  return (credentials) => {
    const approvers = reviewersOf(credentials);
    return (person, departure) => {
      const seen = facts.presence.get(String(person.id));
      const since = departure.state === 'effective' ? tellingSince(departure) : 0;
      const stale = seen === undefined || seen.lookedAt < since;
      const theirs = stretches.get(person.id) ?? [];
      const found = {
        ...seen,
        stale,
        repositories: repositoriesOf(theirs, seen),
        invited: invitations.get(person.id) ?? [],
        ...askedOf(theirs, facts, since),
        codeOwner: namesAsOwner(person).flatMap((name) => named.get(name) ?? []),
        reviewer: [
          ...(approvers.get(`@${person.login.toLowerCase()}`) ?? []),
          ...(seen?.teams ?? []).flatMap((team) =>
            (approvers.get(`team/${team.toLowerCase()}`) ?? []).map((place) => ({ ...place, team })),
          ),
        ],
      };
      return { ...found, state: stateOf(found) };
    };
  };
}

/**
 * Why a case stays open. Names in settings give no access, so they keep none open; what may
 * not be seen is told as not covered.
 */
export function residualReasons(departure: Departure, left: ResidualAccess, organization: string): string[] {
  if (departure.state !== 'effective') return [];
  // A look that is older than the end proves neither that they are out nor that they are in.
  if (left.stale) return [`their own access not looked at ${sinceThen(departure)}`];
  const writes = left.repositories.filter(({ ended }) => !ended).map(({ repository }) => repository);
  return [
    ...(left.membership === 'active' ? [`still a member of ${organization}`] : []),
    ...(left.membership === 'pending' ? [`still invited to ${organization}`] : []),
    ...(writes.length > 0 ? [`can still write to ${someOf(writes, MOST_NAMED)}`] : []),
    ...(left.outsider === true && writes.length === 0 ? [`still an outside collaborator of ${organization}`] : []),
    ...(left.invited.length > 0 ? [`still invited to ${someOf(left.invited, MOST_NAMED)}`] : []),
    ...(left.unasked > 0 ? [`${sayUnasked(left)} for invitations`] : []),
  ];
}

type Found = Omit<ResidualAccess, 'state'>;

function stateOf({ membership, outsider, repositories, invited, stale }: Found): ResidualAccess['state'] {
  const isIn =
    membership === 'active' ||
    membership === 'pending' ||
    outsider === true ||
    invited.length > 0 ||
    repositories.some(({ ended }) => !ended);
  if (stale) return 'unknown';
  if (isIn) return 'in';
  return membership === undefined || outsider === undefined ? 'unknown' : 'out';
}

interface Stretch {
  readonly repositoryId: number;
  readonly repository: string;
  readonly role: ResidualRepository['role'];
  readonly open: boolean;
  readonly seenAt: number;
}

function stretchesOf({ access, repositories }: ResidualFacts): ReadonlyMap<number, readonly Stretch[]> {
  const all = [...access].flatMap(({ repositoryId, people }) => {
    const repository = repositories.get(repositoryId);
    if (repository === undefined || repository.goneAt !== undefined) return [];
    return people.map(({ id, role, seenAt, goneAt }) => {
      return { id, repositoryId, repository: repository.fullName, role, open: goneAt === undefined, seenAt };
    });
  });
  return Map.groupBy(all, ({ id }) => id);
}

/**
 * One line a repository, the open ones first. Whoever is no member and no outside collaborator now has no right in any.
 */
function repositoriesOf(stretches: readonly Stretch[], seen: Presence | undefined): readonly ResidualRepository[] {
  const out = seen?.membership === 'none' && seen.outsider === false ? seen.lookedAt : Number.NEGATIVE_INFINITY;
  const latest = new Map<string, ResidualRepository>();
  for (const { repository, role, open, seenAt } of stretches) {
    const ended = !open || seenAt < out;
    if (latest.get(repository)?.ended !== false) latest.set(repository, { repository, role, ended });
  }
  return [...latest.values()].toSorted(
    (a, b) => Number(a.ended) - Number(b.ended) || (a.repository < b.repository ? -1 : 1),
  );
}

/** That nobody is known to be invited means nothing where it was not asked. */
function askedOf(theirs: readonly Stretch[], { invitations }: ResidualFacts, since: Instant) {
  const ids = new Set(theirs.map(({ repositoryId }) => repositoryId));
  const looks = [...ids].map((id) => invitations.get(String(id)));
  const unasked = looks.filter((look) => look === undefined || look.lookedAt < since).length;
  const unseen = looks.filter((look) => look?.unseen === true && look.lookedAt >= since).length;
  return { unasked, unseen };
}

function invitedTo({ invitations, repositories }: ResidualFacts): ReadonlyMap<number, readonly string[]> {
  const found = new Map<number, string[]>();
  for (const [key, { invited }] of invitations) {
    const repository = repositories.get(Number(key));
    if (repository === undefined || repository.goneAt !== undefined) continue;
    for (const { id } of invited) found.set(id, [...(found.get(id) ?? []), repository.fullName]);
  }
  return found;
}

/** By the name that stands there, lower-cased: `@login` or an address. */
function codeOwnersOf({ codeowners, repositories }: ResidualFacts): ReadonlyMap<string, readonly NamedIn[]> {
  const found = new Map<string, NamedIn[]>();
  for (const [key, { path, rules }] of codeowners) {
    const repository = repositories.get(Number(key));
    if (repository === undefined || repository.goneAt !== undefined) continue;
    const names = rules.flatMap(({ line, owners }) => owners.map((owner) => ({ line, name: owner.toLowerCase() })));
    for (const [name, places] of Map.groupBy(names, (each) => each.name)) {
      const lines = [...new Set(places.map(({ line }) => line))];
      found.set(name, [...(found.get(name) ?? []), { repository: repository.fullName, path, lines }]);
    }
  }
  return found;
}

function reviewersOf(credentials: Iterable<KnownCredential>): ReadonlyMap<string, ResidualAccess['reviewer']> {
  const found = new Map<string, Map<string, ResidualAccess['reviewer'][number]>>();
  for (const { scope, facts, goneAt } of credentials) {
    const { repository, environment } = scope;
    if (goneAt !== undefined || repository === undefined || environment === undefined) continue;
    for (const name of String(facts['approvers'] ?? '')
      .toLowerCase()
      .split(' ')) {
      const places = found.get(name) ?? new Map();
      found.set(name, places.set(`${repository}\n${environment}`, { repository, environment }));
    }
  }
  return new Map([...found].map(([name, places]) => [name, [...places.values()]]));
}

/** A reason is one line. */
const MOST_NAMED = 3;
