import type {
  Presence,
  RepositoryAccess,
  RepositoryInvitations,
  RepositoryTeams,
  SelectedRepositories,
  TeamMembers,
} from './access.ts';
import type { Deletion } from './audit.ts';
import type { VendorWord } from './departure.ts';
import type { DirectoryName, DirectoryState, DirectoryUser } from './directory.ts';
import type { Incident } from './incident.ts';
import type { LoginRun } from './login.ts';
import type { Sponsors } from './machine.ts';
import type { CodeOwners } from './owner.ts';
import type { Attempt } from './remediation.ts';
import type { Instant } from './time.ts';
import type { Unanswered } from './unanswered.ts';
import type { RepositoryUses, WorkflowRuns } from './use.ts';

/** What the ledger keeps the present state of, by kind: one document a key, and a later one replaces an earlier one. */
export interface Records {
  /** By repository id. */
  readonly uses: RepositoryUses;
  /** By repository id. */
  readonly access: RepositoryAccess;
  /** By the id of the request that was approved. */
  readonly attempts: Attempt;
  /** By `incidentKey`. */
  readonly incidents: Incident;
  /** By our id of the user. */
  readonly 'directory-user': DirectoryUser;
  /** By user name, lower-cased. */
  readonly 'directory-name': DirectoryName;
  /** One, under `directory`. Saved first by whoever changes the directory, so that changes wait for each other. */
  readonly 'directory-state': DirectoryState;
  /** By source and vendor. */
  readonly vendor: VendorWord;
  /** By repository id. */
  readonly codeowners: CodeOwners;
  /** By repository id; asked for open cases only. */
  readonly runs: WorkflowRuns;
  /** By repository id; asked for open cases only. */
  readonly invitations: RepositoryInvitations;
  /** By person id; asked for open cases only. */
  readonly presence: Presence;
  /** By repository id; asked for open cases only. */
  readonly teams: RepositoryTeams;
  /** By id of the team: a new name does not make it another one. */
  readonly 'team-members': TeamMembers;
  /** One, under `policy`: id of the team that each name among the deciders means, lower-cased. */
  readonly 'decider-teams': { readonly teams: Readonly<Record<string, number>> };
  /**
   * By credential id: the repositories that may use a secret of the organisation, where these were chosen one by one.
   */
  readonly selected: SelectedRepositories;
  /** By credential id; of a value in a variable or a text by this and the place. */
  readonly gathered: Gathered;
  /** By user id. */
  readonly 'account-keys': AccountKeys;
  /** By the key of the review: who attested it, and where. */
  readonly reviews: Attested;
  /** By the lane that writes: when it made content at GitHub in the last hour. */
  readonly writes: { readonly at: readonly Instant[] };
  /** By the key of the outcome: what an issue has beside its text. */
  readonly 'issue-parts': IssueParts;
  /** One, under `home`: id of the repository in which the cases stand; 0 where none is named. */
  readonly 'case-home': { readonly repositoryId: number };
  /** By repository id: hashes of the checks that GitHub refused since the last sweep, by the key of their outcome. */
  readonly 'refused-checks': { readonly hashes: Readonly<Record<string, string>> };
  /** By the comment, button or request that somebody is owed an answer to. */
  readonly unanswered: Unanswered;
  /** One, under `audit-log`: who had which login when, as it says. */
  readonly logins: { readonly runs: readonly LoginRun[] };
  /** By `deletionKey`, as the audit log says. */
  readonly deletions: Deletion;
  /** By the name of the machine account in the roster. */
  readonly sponsors: Sponsors;
  /** One, under `repositories`: ids of those in which issues are switched off. */
  readonly 'without-issues': { readonly repositoryIds: readonly number[] };
  /**
   * One, under `survey`: the repository up to which the full pass that is under way has come,
   * and when; 0 where none is. `begun`: so many of how many.
   */
  readonly pass: { readonly after: number; readonly at: Instant; readonly begun?: number; readonly of?: number };
  /** One, under `repositories`: ids of those in which no issue and no pull request was open when GitHub listed them. */
  readonly 'nothing-open': { readonly listedAt: Instant; readonly repositoryIds: readonly number[] };
}

interface IssueParts {
  /** Ids of the comments that are its pages, in their order. */
  readonly pages?: readonly number[];
  /** Keys of the reminders that were given: none is given twice, also when somebody deletes the comment. */
  readonly reminded?: readonly string[];
  /** Of a case that was closed: what came or came back later is nothing that it waits for. */
  readonly settles?: Instant;
}

/** Somebody who may decide closed a review: they looked. */
interface Attested {
  readonly by: { readonly id: number; readonly login: string };
  readonly at: Instant;
  readonly said: string;
}

export type RecordKind = keyof Records;

/** Which kinds of evidence have spoken about a credential and the commit that brought it: they are not asked again. */
export interface Gathered {
  readonly commit?: string;
  readonly kinds: Readonly<Record<string, Instant>>;
}

/** The SSH keys that an account shows to everybody. One that was seen stays known: whoever had it, had it. */
export interface AccountKeys {
  readonly id: number;
  readonly login: string;
  readonly lookedAt: Instant;
  readonly keys: readonly { readonly hash: string; readonly seenAt: Instant }[];
}
