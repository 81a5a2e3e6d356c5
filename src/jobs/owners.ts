import { minimatch } from 'minimatch';
import type { SelectedRepositories } from '../model/access.ts';
import type { Decision } from '../model/decision.ts';
import type { Repository } from '../model/organization.ts';
import type { Owner } from '../model/owner.ts';
import type { Policy } from '../model/policy.ts';
import type { CredentialFile } from '../model/violation.ts';
import { ownerFinder } from '../policy/owner.ts';
import { bySlug, emptyTeams, type Teams } from '../policy/teams.ts';
import type { Store } from '../store/store.ts';
import { type UsesOf, usesOfCredentials } from './credential-uses.ts';

export interface Surroundings {
  readonly policy: Policy;
  readonly decisions: readonly Decision[];
  readonly files: readonly CredentialFile[];
  readonly repositories: ReadonlyMap<number, Repository>;
}

interface OwnersAndUses {
  readonly ownerOf: (file: CredentialFile) => Owner | undefined;
  readonly usesOf: UsesOf;
  readonly selected: ReadonlyMap<string, SelectedRepositories>;
  /** Who is in the organisation's teams, by slug. */
  readonly members: Teams;
}

/** Who answers for a credential and who fails without it, as the repositories' own files say. */
export async function ownersAndUses(
  store: Store,
  org: number,
  { policy, decisions, files, repositories }: Surroundings,
): Promise<OwnersAndUses> {
  const [uses, codeowners, teams, runs, selected, members, organization] = await Promise.all([
    store.records.list(org, 'uses'),
    store.records.list(org, 'codeowners'),
    store.records.list(org, 'teams'),
    store.records.list(org, 'runs'),
    store.records.list(org, 'selected'),
    store.records.list(org, 'team-members').then((records) => bySlug(records.values())),
    store.organizations.byId(org),
  ]);
  const usesOf = usesOfCredentials(files, repositories, byNumber(uses), selected, runs);
  const empty = emptyTeams(members, organization?.login ?? '');
  const findOwner = ownerFinder({ policy, decisions, codeowners, teams, empty, matches: minimatch });
  const ownerOf = ({ credential, sightings }: CredentialFile) =>
    findOwner({ credential, sightings, dependents: usesOf(credential, sightings)?.dependents ?? [] });
  return { ownerOf, usesOf, selected, members };
}

function byNumber<T>(records: ReadonlyMap<string, T>): ReadonlyMap<number, T> {
  return new Map([...records].map(([id, record]) => [Number(id), record]));
}
