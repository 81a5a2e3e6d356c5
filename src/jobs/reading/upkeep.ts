import type { KnownCredential } from '../../model/credential.ts';
import type { Decision } from '../../model/decision.ts';
import type { Policy } from '../../model/policy.ts';
import type { CredentialFile, NamedFile, OwnedFile } from '../../model/violation.ts';
import { type Unregistered, unregistered } from '../../policy/birth.ts';
import { type FirstOf, firstOf } from '../../policy/first-of.ts';
import { leavingOwner } from '../../policy/leaving-owner.ts';
import { gatherLifecycle, MOST_LISTED, owned } from '../../policy/lifecycle.ts';
import { entriesFor } from '../../policy/register.ts';
import { type Campaign, campaigns, isToReview } from '../../policy/reviews.ts';
import type { ListedReview, Review, Upkeep } from '../../policy/upkeep.ts';
import type { Store } from '../../store/store.ts';
import type { Ground } from './ground.ts';
import { matches } from './matches.ts';
import { ownersAndUses, readUseRecords, type UseRecords } from './owners.ts';

function asksForUpkeep({ reading: { policy } }: Ground): boolean {
  return asksForDates(policy) || policy.reviews !== undefined;
}

function asksForDates({ birth, credentials, max_age_days }: Policy): boolean {
  return birth !== undefined || credentials.length + Object.keys(max_age_days).length > 0;
}

/** Credentials that are looked at together, and whatever has the same name where a workflow would take it instead. */
export interface UpkeepPortion {
  readonly files: readonly CredentialFile[];
  readonly around: readonly KnownCredential[];
}

/**
 * What the policy asks for outside of any departure, of all credentials, some at a time;
 * nothing of it is read or computed where it asks for nothing. Nothing of a portion is kept
 * but what an issue lists, and what checks of open heads tell.
 */
export async function upkeepOf(
  store: Store,
  ground: Ground,
  portions: (records: UseRecords) => AsyncIterable<UpkeepPortion> | Iterable<UpkeepPortion>,
  known?: UseRecords,
): Promise<Upkeep | undefined> {
  if (!asksForUpkeep(ground)) return undefined;
  const { organization, now, repositories, decisions, heads, departures } = ground;
  const { policy } = ground.reading;
  const records = known ?? (await readUseRecords(store, organization.id));
  const among = ownersAndUses(records, organization.login, { policy, decisions, repositories });
  const ownerLeaving = leavingOwner(departures, ground.who);
  const hasLeft = (login: string) => ownerLeaving({ login })?.state === 'effective';
  const withHeads = new Set(heads.map(({ repositoryId }) => repositoryId));
  const born: Unregistered[] = [];
  const due = gatherLifecycle({ policy, matches }, now);
  const living = firstOf<OwnedFile>(MOST_LISTED);
  for await (const { files, around } of portions(records)) {
    const { ownerOf, usesOf } = among(around);
    const ownersOf = (file: NamedFile) => {
      const registered = entriesFor(policy, file.credential, matches).find((each) => !hasLeft(each.owner));
      if (registered !== undefined) return [`@${registered.owner}`];
      const owner = ownerOf(file);
      return owner?.by === 'unseen' ? undefined : (owner?.names ?? []);
    };
    const inHeads = files.filter(({ credential }) => withHeads.has(credential.scope.repositoryId ?? 0));
    for (const each of unregisteredOf(ground, inHeads)) born.push(each);
    const isUsed = ({ credential, sightings }: NamedFile) => usesOf(credential, sightings)?.state !== 'unused';
    if (asksForDates(policy)) due.add({ files, ownersOf, isUsed });
    for (const file of files)
      if (policy.reviews !== undefined && isToReview(file)) living.add(owned(file, ownersOf(file)));
  }
  return {
    unregistered: born,
    ...(asksForDates(policy) ? { lifecycle: due.told() } : {}),
    reviews: await reviewsOf(store, ground, living.all()),
  };
}

/** Of checks, no more than this is asked. */
export function birthsOf(ground: Ground, files: readonly CredentialFile[]): Upkeep {
  return { unregistered: unregisteredOf(ground, files), reviews: [] };
}

function unregisteredOf(ground: Ground, files: readonly CredentialFile[]): readonly Unregistered[] {
  const { departures, who, reading, graceDays, now } = ground;
  const ownerLeaving = leavingOwner(departures, who);
  return unregistered({ policy: reading.policy, files, graceDays, ownerLeaving, matches }, now);
}

async function reviewsOf(
  store: Store,
  ground: Ground,
  { first: files, more }: FirstOf<OwnedFile>,
): Promise<readonly ListedReview[]> {
  const rounds = await roundsOf(store, ground);
  if (rounds.length === 0) return [];
  const accesses = await store.records.list(ground.organization.id, 'access');
  const present = [...ground.repositories.values()].filter(({ goneAt }) => goneAt === undefined);
  const access = present.map((repository) => ({ repository, access: accesses.get(String(repository.id)) }));
  return rounds.map((round) => ({ ...round, files, access, ...(more === 0 ? {} : { more }) }));
}

/** A review without what it lists. */
export type Round = Omit<Review, 'files' | 'access'>;

export async function roundsOf(
  store: Store,
  { organization: { id: org }, reading: { policy }, decisions, now }: Ground,
): Promise<readonly Round[]> {
  const rounds = campaigns(policy, now);
  if (rounds === undefined) return [];
  const attested = await store.records.list(org, 'reviews');
  const round = (campaign: Campaign | undefined, state: 'running' | 'missed'): Round[] => {
    if (campaign === undefined || attested.has(campaign.key)) return [];
    const ofThis = <D extends Decision>(each: D) => ('review' in each && each.review === campaign.key ? [each] : []);
    const kept = decisions.flatMap((each) => (each.decides === 'keep' ? ofThis(each) : []));
    const [said] = decisions.flatMap((each) => (each.decides === 'attest' ? ofThis(each) : []));
    const standing = said === undefined ? { state } : { state: 'attested' as const, attested: said };
    return [{ campaign, ...standing, kept }];
  };
  return [...round(rounds.running, 'running'), ...round(rounds.before, 'missed')];
}
