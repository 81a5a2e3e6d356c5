import { minimatch } from 'minimatch';
import type { Decision } from '../model/decision.ts';
import type { Departure } from '../model/departure.ts';
import type { Instant } from '../model/time.ts';
import type { CredentialFile } from '../model/violation.ts';
import { unregistered } from '../policy/birth.ts';
import { lifecycle } from '../policy/lifecycle.ts';
import { entryFor } from '../policy/register.ts';
import { type Campaign, campaigns } from '../policy/reviews.ts';
import type { Review, Upkeep } from '../policy/upkeep.ts';
import type { Store } from '../store/store.ts';
import { ownersAndUses, type Surroundings } from './owners.ts';

export interface UpkeepFacts extends Surroundings {
  readonly departures: readonly Departure[];
  readonly graceDays: (file: CredentialFile) => number;
}

/** What the policy asks for outside of any departure; nothing of it is read or computed where it asks for nothing. */
export async function upkeepOf(
  store: Store,
  org: number,
  facts: UpkeepFacts,
  now: Instant,
): Promise<Upkeep | undefined> {
  const { policy, files, departures, graceDays } = facts;
  const asked = policy.birth !== undefined || policy.credentials.length + Object.keys(policy.max_age_days).length > 0;
  if (!asked && policy.reviews === undefined) return undefined;
  const known = await ownersAndUses(store, org, facts);
  const ownersOf = (file: CredentialFile) => {
    const registered = entryFor(policy, file.credential, minimatch)?.owner;
    return registered === undefined ? (known.ownerOf(file)?.names ?? []) : [`@${registered}`];
  };
  const isUsed = ({ credential, sightings }: CredentialFile) => known.usesOf(credential, sightings)?.state !== 'unused';
  const left = new Set(
    departures.flatMap(({ state, person }) => (state === 'effective' && person ? [person.login.toLowerCase()] : [])),
  );
  const hasLeft = (login: string) => left.has(login.toLowerCase());
  return {
    unregistered: unregistered({ policy, files, graceDays, hasLeft, matches: minimatch }, now),
    ...(asked ? { lifecycle: lifecycle({ policy, files, ownersOf, isUsed, matches: minimatch }, now) } : {}),
    reviews: await reviewsOf(store, org, facts, now),
    ownersOf,
  };
}

async function reviewsOf(
  store: Store,
  org: number,
  { policy, files, repositories, decisions }: UpkeepFacts,
  now: Instant,
): Promise<readonly Review[]> {
  const rounds = campaigns(policy, now);
  if (rounds === undefined) return [];
  const attested = await store.records.list(org, 'reviews');
  const accesses = await store.records.list(org, 'access');
  const present = [...repositories.values()].filter(({ goneAt }) => goneAt === undefined);
  const access = present.map((repository) => ({ repository, access: accesses.get(String(repository.id)) }));
  const living = files.filter(({ credential, proof }) => credential.goneAt === undefined && proof.state !== 'proved');
  const review = (campaign: Campaign | undefined, state: 'running' | 'missed'): Review[] => {
    if (campaign === undefined || attested.has(campaign.key)) return [];
    const ofThis = <D extends Decision>(each: D) => ('review' in each && each.review === campaign.key ? [each] : []);
    const kept = decisions.flatMap((each) => (each.decides === 'keep' ? ofThis(each) : []));
    const [said] = decisions.flatMap((each) => (each.decides === 'attest' ? ofThis(each) : []));
    const standing = said === undefined ? { state } : { state: 'attested' as const, attested: said };
    return [{ campaign, ...standing, files: living, access, kept }];
  };
  return [...review(rounds.running, 'running'), ...review(rounds.before, 'missed')];
}
