import type { RepositoryTeams, SelectedRepositories } from '../../model/access.ts';
import type { KnownCredential } from '../../model/credential.ts';
import type { Decision } from '../../model/decision.ts';
import type { Repository } from '../../model/organization.ts';
import type { CodeOwners, Owner } from '../../model/owner.ts';
import type { Policy } from '../../model/policy.ts';
import type { RepositoryUses, WorkflowRuns } from '../../model/use.ts';
import type { NamedFile } from '../../model/violation.ts';
import { ownerFinder } from '../../policy/owner.ts';
import { bySlug, emptyTeams, type Teams } from '../../policy/teams.ts';
import type { Store } from '../../store/store.ts';
import { type UsesOf, usesAmong } from './credential-uses.ts';
import { matches } from './matches.ts';

export interface Surroundings {
  readonly policy: Policy;
  readonly decisions: readonly Decision[];
  readonly repositories: ReadonlyMap<number, Repository>;
}

/** What the repositories' own files say, and GitHub of them. By repository id, `selected` by credential. */
export interface UseRecords {
  readonly uses: ReadonlyMap<string, RepositoryUses>;
  readonly codeowners: ReadonlyMap<string, CodeOwners>;
  readonly teams: ReadonlyMap<string, RepositoryTeams>;
  readonly runs: ReadonlyMap<string, WorkflowRuns>;
  readonly selected: ReadonlyMap<string, SelectedRepositories>;
  /** Who is in the organisation's teams, by slug. */
  readonly members: Teams;
}

/** Of what is stored where it can hide, or be hidden by, what is asked about. */
export type OwnersAndUsesAmong = (around: readonly KnownCredential[]) => OwnersAndUses;

interface OwnersAndUses {
  readonly ownerOf: (file: NamedFile) => Owner | undefined;
  readonly usesOf: UsesOf;
}

export async function readUseRecords(store: Store, org: number): Promise<UseRecords> {
  const [uses, codeowners, teams, runs, selected, members] = await Promise.all([
    // Of the risks nothing is asked here, and they are the longest part.
    store.records.list(org, 'uses', (record) => ({ ...record, risks: [] })),
    store.records.list(org, 'codeowners'),
    store.records.list(org, 'teams'),
    store.records.list(org, 'runs'),
    store.records.list(org, 'selected'),
    store.records.list(org, 'team-members').then((records) => bySlug(records.values())),
  ]);
  return { uses, codeowners, teams, runs, selected, members };
}

/** Who answers for a credential and who fails without it, as the repositories' own files say. */
export function ownersAndUses(
  records: UseRecords,
  login: string,
  { policy, decisions, repositories }: Surroundings,
): OwnersAndUsesAmong {
  const { uses, codeowners, teams, runs, selected, members } = records;
  const among = usesAmong(repositories, uses, selected, runs);
  const empty = emptyTeams(members, login);
  const findOwner = ownerFinder({ policy, decisions, codeowners, teams, empty, matches });
  return (around) => {
    const usesOf = among(around);
    const ownerOf = ({ credential, sightings }: NamedFile) =>
      findOwner({ credential, sightings, dependents: usesOf(credential, sightings)?.dependents ?? [] });
    return { ownerOf, usesOf };
  };
}
