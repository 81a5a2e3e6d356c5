import type { Claim } from '../model/attribution.ts';
import type { Case, CaseItem } from '../model/case.ts';
import type { CredentialId, KnownCredential } from '../model/credential.ts';
import type { Departure } from '../model/departure.ts';
import { type Repository, repositoryName } from '../model/organization.ts';
import type { Policy } from '../model/policy.ts';
import { isPresent } from '../model/sighting.ts';
import type { Instant } from '../model/time.ts';
import type { CredentialFile, ProofStatus } from '../model/violation.ts';
import { exceptionsFor, isSparedIn, lapsedIn, type Matches } from './exceptions.ts';
import { dueOf } from './priority.ts';
import { seenIn } from './seen-in.ts';
import { nameCredential } from './words/credential.ts';
import { sayEndHere } from './words/decision.ts';

export interface LeftoverFacts {
  readonly policy: Policy;
  readonly cases: readonly Case[];
  readonly repositories: ReadonlyMap<number, Repository>;
  readonly matches: Matches;
}

/**
 * What one repository still holds of one leaver, and nothing of what stands elsewhere. Kept of all cases
 * together, of many thousands of credentials: no more than a digest shows, and in few objects.
 */
export interface Leftover {
  readonly id: CredentialId;
  readonly kind: KnownCredential['kind'];
  readonly environment: string | undefined;
  readonly rotation: CredentialFile['rotation'];
  /** One line of Markdown: what it is, and where in this repository. */
  readonly named: string;
  readonly state: ProofStatus['state'];
  readonly role: Claim['role'];
  readonly login: string;
  readonly departure: Pick<Departure, 'id' | 'effectiveAt'>;
  readonly dueAt: Instant;
  /** Of this repository, those that use it. */
  readonly workflows: readonly string[];
  /** Last day of an exception that holds here, or of a break-glass the minute. */
  readonly sparedUntil: string | undefined;
  /** Why what spared it here does so no more. Plain text: whoever shows it escapes it. */
  readonly lapsed: string | undefined;
}

/** By id of the repository. Without any where all is proved, or nobody's who left: there is a digest to close. */
export type Leftovers = ReadonlyMap<number, readonly Leftover[]>;

/** The same while it is put together. */
export type LeftoversSoFar = Map<number, Leftover[]>;

/** Adds every repository in which somebody who left made something, and what is left there. */
export function addLeftovers(
  all: LeftoversSoFar,
  { policy, repositories, matches, cases }: LeftoverFacts,
  now: Instant,
): LeftoversSoFar {
  for (const file of cases) {
    const departure = { id: file.departure.id, effectiveAt: file.departure.effectiveAt };
    for (const { item, repository, stands } of placesOf(file, (id) => repositories.get(id))) {
      const here = all.get(repository.id) ?? [];
      if (here.length === 0) all.set(repository.id, here);
      if (!stands) continue;
      const name = repositoryName(repository.fullName);
      const exceptions = exceptionsFor(policy, item.file.credential.id, now);
      const spared = exceptions.find((each) => isSparedIn(each, name, matches));
      const lapsed = spared === undefined ? exceptions.find((each) => lapsedIn(each, name, matches)) : undefined;
      const seen = seenIn(repository, item.file);
      const { id, kind, scope } = seen.credential;
      here.push({
        id,
        kind,
        environment: scope.environment,
        rotation: item.file.rotation,
        named: nameCredential(seen),
        state: item.file.proof.state,
        role: item.claim.role,
        login: item.claim.person?.login ?? '',
        departure,
        dueAt: dueOf(departure.effectiveAt, policy.sla_days[item.priority?.word ?? 'low']),
        workflows: workflowsIn(repository, item),
        sparedUntil: spared && sayEndHere(spared),
        lapsed: lapsed?.void,
      });
    }
  }
  return all;
}

const NONE: readonly never[] = [];

function workflowsIn({ id }: Repository, { uses }: CaseItem): readonly string[] {
  if (uses === undefined || uses.dependents.length === 0) return NONE;
  return uses.dependents.flatMap(({ repositoryId, workflow }) => (repositoryId === id ? [workflow] : []));
}

/** Of these repositories those in which something of this case stands. */
export function repositoriesHolding(file: Case, find: FindRepository): ReadonlySet<Repository> {
  return new Set(placesOf(file, find).flatMap(({ repository, stands }) => (stands ? [repository] : [])));
}

/** What is due first comes first, in whichever order the cases were looked at. */
export function inOrder(open: readonly Leftover[]): readonly Leftover[] {
  const sorted = open.toSorted((a, b) => a.dueAt - b.dueAt || compare(a.id, b.id) || compareDepartures(a, b));
  // Two who left may know one value: it is replaced once.
  const first = new Map(sorted.toReversed().map((each) => [each.id, each]));
  return sorted.filter((each) => first.get(each.id) === each);
}

interface Place {
  readonly item: CaseItem;
  readonly repository: Repository;
  /** False for what is proved, or nobody's who left. */
  readonly stands: boolean;
}

/** Undefined for those that are of no matter. */
type FindRepository = (id: number) => Repository | undefined;

/** What belongs to the whole organisation is in no digest. */
function placesOf({ departure, items, early }: Case, find: FindRepository): readonly Place[] {
  const isOver = early || departure.state !== 'effective';
  const places: Place[] = [];
  for (const item of items) {
    // Weak evidence is a hint for those who read the case, and no accusation in front of a team.
    if (item.claim.level === 'weak') continue;
    for (const id of repositoriesOf(item.file)) {
      const repository = find(id);
      if (repository !== undefined)
        places.push({ item, repository, stands: !item.done && !isOver && standsIn(item.file, id) });
    }
  }
  return places;
}

function repositoriesOf({ credential: { scope }, sightings }: CredentialFile): Iterable<number> {
  if (sightings.length === 0) return scope.repositoryId === undefined ? [] : [scope.repositoryId];
  return new Set([scope, ...sightings.map((each) => each.scope)].flatMap(({ repositoryId }) => repositoryId ?? []));
}

/** A value is where it is still seen, whichever place was the first; anything else is in its store. */
function standsIn({ credential, sightings }: CredentialFile, repositoryId: number): boolean {
  if (sightings.length === 0) return credential.scope.repositoryId === repositoryId;
  return sightings.some((each) => each.scope.repositoryId === repositoryId && isPresent(each));
}

function compareDepartures(a: Leftover, b: Leftover): number {
  return a.departure.effectiveAt - b.departure.effectiveAt || compare(a.departure.id, b.departure.id);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
