import type { Case, CaseItem } from '../model/case.ts';
import type { Departure } from '../model/departure.ts';
import { type Repository, repositoryName } from '../model/organization.ts';
import type { Policy } from '../model/policy.ts';
import type { Sighting } from '../model/sighting.ts';
import { DAY, type Instant } from '../model/time.ts';
import type { CredentialFile } from '../model/violation.ts';
import { exceptionsFor, isSparedIn, type Matches } from './exceptions.ts';

export interface LeftoverFacts {
  readonly policy: Policy;
  readonly cases: readonly Case[];
  readonly repositories: ReadonlyMap<number, Repository>;
  readonly matches: Matches;
}

/** What one repository still holds of one leaver, and nothing of what stands elsewhere. */
export interface Leftover {
  readonly file: CredentialFile;
  readonly item: CaseItem;
  readonly departure: Departure;
  readonly dueAt: Instant;
  /** Last day of an exception that holds here. */
  readonly sparedUntil?: string;
}

interface Leftovers {
  readonly open: readonly Leftover[];
}

interface Found {
  readonly repositoryId: number;
  /** Missing for what is proved, or nobody's who left. */
  readonly leftover?: Leftover;
}

/** Every repository in which somebody who left made something, the proved ones too: there is a digest to close. */
export function byRepository(facts: LeftoverFacts, now: Instant): ReadonlyMap<number, Leftovers> {
  const all = facts.cases.flatMap((file) => leftoversOf(facts, file, now));
  return new Map(
    [...Map.groupBy(all, ({ repositoryId }) => repositoryId)].map(([id, found]) => {
      const open = found.flatMap(({ leftover }) => leftover ?? []);
      const sorted = open.toSorted((a, b) => a.dueAt - b.dueAt || compare(a, b));
      // Two who left may know one value: it is replaced once.
      const first = new Map(sorted.toReversed().map((each) => [each.file.credential.id, each]));
      return [id, { open: sorted.filter((each) => first.get(each.file.credential.id) === each) }];
    }),
  );
}

function leftoversOf({ policy, repositories, matches }: LeftoverFacts, file: Case, now: Instant): readonly Found[] {
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
        ...{ file: asSeenIn(repository, item.file), item, departure },
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
function asSeenIn({ id, fullName }: Repository, { sameKey: _, ...file }: CredentialFile): CredentialFile {
  const sightings = file.sightings.filter((each) => each.scope.repositoryId === id && isPresent(each));
  const isHome = file.credential.scope.repositoryId === id;
  const scope = isHome ? file.credential.scope : { repositoryId: id, repository: fullName };
  return { ...file, sightings, credential: { ...file.credential, scope } };
}

function compare(a: Leftover, b: Leftover): number {
  return a.file.credential.id < b.file.credential.id ? -1 : 1;
}
