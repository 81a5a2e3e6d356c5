import { minimatch } from 'minimatch';
import type { Decision } from '../model/decision.ts';
import type { Policy } from '../model/policy.ts';
import type { CredentialFile } from '../model/violation.ts';
import { type Unregistered, unregistered } from '../policy/birth.ts';
import { lifecycle } from '../policy/lifecycle.ts';
import { entryFor } from '../policy/register.ts';
import { type Campaign, campaigns, isToReview } from '../policy/reviews.ts';
import type { Review, Upkeep } from '../policy/upkeep.ts';
import type { Store } from '../store/store.ts';
import { type Ground, graceDays } from './ground.ts';
import { ownersAndUses, readUseRecords } from './owners.ts';

export function asksForUpkeep({ reading: { policy } }: Ground): boolean {
  return asksForDates(policy) || policy.reviews !== undefined;
}

function asksForDates({ birth, credentials, max_age_days }: Policy): boolean {
  return birth !== undefined || credentials.length + Object.keys(max_age_days).length > 0;
}

/** What the policy asks for outside of any departure, of all credentials; nothing of it is read or computed where it asks for nothing. */
export async function upkeepOf(
  store: Store,
  ground: Ground,
  files: readonly CredentialFile[],
): Promise<Upkeep | undefined> {
  if (!asksForUpkeep(ground)) return undefined;
  const { organization, now, repositories, decisions } = ground;
  const { policy } = ground.reading;
  const around = files.map(({ credential }) => credential);
  const records = await readUseRecords(store, organization.id);
  const known = ownersAndUses(records, organization.login, { policy, decisions, repositories, around });
  const ownersOf = (file: CredentialFile) => {
    const registered = entryFor(policy, file.credential, minimatch)?.owner;
    if (registered !== undefined) return [`@${registered}`];
    const owner = known.ownerOf(file);
    return owner?.by === 'unseen' ? undefined : (owner?.names ?? []);
  };
  const isUsed = ({ credential, sightings }: CredentialFile) => known.usesOf(credential, sightings)?.state !== 'unused';
  const matches = minimatch;
  return {
    unregistered: unregisteredOf(ground, files),
    ...(asksForDates(policy) ? { lifecycle: lifecycle({ policy, files, ownersOf, isUsed, matches }, now) } : {}),
    reviews: await reviewsOf(store, ground, files),
    ownersOf,
  };
}

/** Of checks, no more than this is asked. */
export function birthsOf(ground: Ground, files: readonly CredentialFile[]): Upkeep {
  return { unregistered: unregisteredOf(ground, files), reviews: [], ownersOf: () => [] };
}

function unregisteredOf(ground: Ground, files: readonly CredentialFile[]): readonly Unregistered[] {
  const { departures, reading, now } = ground;
  const left = new Set(
    departures.flatMap(({ state, person }) => (state === 'effective' && person ? [person.login.toLowerCase()] : [])),
  );
  const hasLeft = (login: string) => left.has(login.toLowerCase());
  const { policy } = reading;
  return unregistered({ policy, files, graceDays: graceDays(ground), hasLeft, matches: minimatch }, now);
}

async function reviewsOf(store: Store, ground: Ground, files: readonly CredentialFile[]): Promise<readonly Review[]> {
  const rounds = await roundsOf(store, ground);
  if (rounds.length === 0) return [];
  const accesses = await store.records.list(ground.organization.id, 'access');
  const present = [...ground.repositories.values()].filter(({ goneAt }) => goneAt === undefined);
  const access = present.map((repository) => ({ repository, access: accesses.get(String(repository.id)) }));
  return rounds.map((round) => ({ ...round, files: files.filter(isToReview), access }));
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
