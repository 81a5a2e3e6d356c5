import type { Claim } from '../model/attribution.ts';
import type { Case, CaseItem } from '../model/case.ts';
import type { CredentialId, KnownCredential } from '../model/credential.ts';
import type { Departure } from '../model/departure.ts';
import { type Repository, repositoryName } from '../model/organization.ts';
import type { Policy } from '../model/policy.ts';
import type { Sighting } from '../model/sighting.ts';
import { DAY, type Instant } from '../model/time.ts';
import type { CredentialFile, ProofStatus } from '../model/violation.ts';
import { exceptionsFor, isSparedIn, type Matches } from './exceptions.ts';
import { nameCredential } from './words/credential.ts';

export interface LeftoverFacts {
  readonly policy: Policy;
  readonly cases: readonly Case[];
  readonly repositories: ReadonlyMap<number, Repository>;
  readonly matches: Matches;
}

/** What one repository still holds of one leaver, and nothing of what stands elsewhere. Kept of all cases together, so it is no more than a digest shows. */
export interface Leftover {
  readonly id: CredentialId;
  readonly credential: Pick<KnownCredential, 'kind' | 'scope'>;
  /** One line of Markdown: what it is, and where in this repository. */
  readonly named: string;
  readonly proof: Pick<ProofStatus, 'state'>;
  readonly role: Claim['role'];
  readonly login: string;
  readonly departure: Pick<Departure, 'id' | 'effectiveAt'>;
  readonly dueAt: Instant;
  /** Of this repository, those that use it. */
  readonly workflows: readonly string[];
  /** Last day of an exception that holds here. */
  readonly sparedUntil?: string;
}

/** By id of the repository. Without any where all is proved, or nobody's who left: there is a digest to close. */
export type Leftovers = ReadonlyMap<number, readonly Leftover[]>;

interface Found {
  readonly repositoryId: number;
  /** Missing for what is proved, or nobody's who left. */
  readonly leftover?: Leftover;
}

/** Every repository in which somebody who left made something. `others`: of cases that are not among these. */
export function leftoversOf(facts: LeftoverFacts, now: Instant, others: Leftovers = new Map()): Leftovers {
  const all = new Map(others);
  const found = Map.groupBy(
    facts.cases.flatMap((file) => foundIn(facts, file, now)),
    ({ repositoryId }) => repositoryId,
  );
  for (const [id, here] of found)
    all.set(id, [...(all.get(id) ?? []), ...here.flatMap(({ leftover }) => leftover ?? [])]);
  return all;
}

/** What is due first comes first, in whichever order the cases were looked at. */
export function inOrder(open: readonly Leftover[]): readonly Leftover[] {
  const sorted = open.toSorted((a, b) => a.dueAt - b.dueAt || compare(a.id, b.id) || compareDepartures(a, b));
  // Two who left may know one value: it is replaced once.
  const first = new Map(sorted.toReversed().map((each) => [each.id, each]));
  return sorted.filter((each) => first.get(each.id) === each);
}

function foundIn({ policy, repositories, matches }: LeftoverFacts, file: Case, now: Instant): readonly Found[] {
  const { departure, items, early } = file;
  const isOver = early || departure.state !== 'effective';
  return items.flatMap((item) => {
    // Weak evidence is a hint for those who read the case, and no accusation in front of a team.
    if (item.claim.level === 'weak') return [];
    return placesOf(item.file).flatMap((repositoryId): Found[] => {
      const repository = repositories.get(repositoryId);
      if (repository === undefined) return [];
      if (item.done || isOver || !standsIn(item.file, repositoryId)) return [{ repositoryId }];
      const name = repositoryName(repository.fullName);
      const spared = exceptionsFor(policy, item.file.credential.id, now).find((each) =>
        isSparedIn(each, name, matches),
      );
      const leftover: Leftover = {
        ...asSeenIn(repository, item),
        departure: { id: departure.id, effectiveAt: departure.effectiveAt },
        dueAt: departure.effectiveAt + policy.sla_days[item.priority?.word ?? 'low'] * DAY,
        ...(spared === undefined ? {} : { sparedUntil: spared.until }),
      };
      return [{ repositoryId, leftover }];
    });
  });
}

/** What belongs to the whole organisation is in no digest. */
function placesOf({ credential, sightings }: CredentialFile): readonly number[] {
  const scopes = [credential.scope, ...sightings.map(({ scope }) => scope)];
  return [...new Set(scopes.flatMap(({ repositoryId }) => repositoryId ?? []))];
}

/** A value is where it is still seen, whichever place was the first; anything else is in its store. */
function standsIn({ credential, sightings }: CredentialFile, repositoryId: number): boolean {
  if (sightings.length === 0) return credential.scope.repositoryId === repositoryId;
  return sightings.some((each) => each.scope.repositoryId === repositoryId && isPresent(each));
}

function isPresent(sighting: Sighting): boolean {
  return sighting.in === 'code' || sighting.goneAt === undefined;
}

/** Readers of one repository learn of no other. */
function asSeenIn({ id, fullName }: Repository, { file, claim, uses }: CaseItem) {
  const sightings = file.sightings.filter((each) => each.scope.repositoryId === id && isPresent(each));
  const isHome = file.credential.scope.repositoryId === id;
  const scope = isHome ? file.credential.scope : { repositoryId: id, repository: fullName };
  const { kind } = file.credential;
  return {
    id: file.credential.id,
    credential: { kind, scope },
    named: nameCredential({ credential: { ...file.credential, scope }, sightings }),
    proof: { state: file.proof.state },
    role: claim.role,
    login: claim.person?.login ?? '',
    workflows: (uses?.dependents ?? []).flatMap((each) => (each.repositoryId === id ? [each.workflow] : [])),
  };
}

function compareDepartures(a: Leftover, b: Leftover): number {
  return a.departure.effectiveAt - b.departure.effectiveAt || compare(a.departure.id, b.departure.id);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
