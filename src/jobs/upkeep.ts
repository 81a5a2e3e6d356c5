import { minimatch } from 'minimatch';
import type { Decision } from '../model/decision.ts';
import type { Departure } from '../model/departure.ts';
import type { Repository } from '../model/organization.ts';
import type { Policy } from '../model/policy.ts';
import type { Instant } from '../model/time.ts';
import type { CredentialFile } from '../model/violation.ts';
import { unregistered } from '../policy/birth.ts';
import { lifecycle } from '../policy/lifecycle.ts';
import { entryFor } from '../policy/register.ts';
import { type Campaign, campaigns } from '../policy/reviews.ts';
import type { Review, Upkeep } from '../policy/upkeep.ts';
import type { Store } from '../store/store.ts';

export interface UpkeepFacts {
  readonly policy: Policy;
  readonly files: readonly CredentialFile[];
  readonly repositories: readonly Repository[];
  readonly decisions: readonly Decision[];
  readonly departures: readonly Departure[];
  readonly graceDays: (file: CredentialFile) => number;
}

/** What the policy asks for outside of any departure; nothing of it is read or computed where it asks for nothing. */
export async function upkeepOf(store: Store, org: number, facts: UpkeepFacts, now: Instant): Promise<Upkeep> {
  const { policy, files, decisions, departures, graceDays } = facts;
  const decided = new Map(decisions.flatMap((each) => (each.decides === 'owner' ? [[each.credential, each]] : [])));
  const ownerOf = ({ credential }: CredentialFile) =>
    entryFor(policy, credential, minimatch)?.owner ?? decided.get(credential.id)?.owner.login;
  const left = new Set(
    departures.flatMap(({ state, person }) => (state === 'effective' && person ? [person.login.toLowerCase()] : [])),
  );
  const hasLeft = (login: string) => left.has(login.toLowerCase());
  const asked = policy.birth !== undefined || policy.credentials.length + Object.keys(policy.max_age_days).length > 0;
  const hasOwner = (file: CredentialFile) => ownerOf(file) !== undefined;
  return {
    unregistered: unregistered({ policy, files, graceDays, hasLeft, matches: minimatch }, now),
    ...(asked ? { lifecycle: lifecycle({ policy, files, hasOwner, matches: minimatch }, now) } : {}),
    reviews: await reviewsOf(store, org, facts, now),
    ownerOf,
  };
}

async function reviewsOf(
  store: Store,
  org: number,
  { policy, files, repositories }: UpkeepFacts,
  now: Instant,
): Promise<readonly Review[]> {
  const rounds = campaigns(policy, now);
  if (rounds === undefined) return [];
  const attested = await store.records.list(org, 'reviews');
  const accesses = await store.records.list(org, 'access');
  const present = repositories.filter(({ goneAt }) => goneAt === undefined);
  const access = present.map((repository) => ({ repository, access: accesses.get(String(repository.id)) }));
  const living = files.filter(({ credential, proof }) => credential.goneAt === undefined && proof.state !== 'proved');
  const review = (campaign: Campaign | undefined, state: Review['state']): Review[] =>
    campaign === undefined || attested.has(campaign.key) ? [] : [{ campaign, state, files: living, access }];
  return [...review(rounds.running, 'running'), ...review(rounds.before, 'missed')];
}
