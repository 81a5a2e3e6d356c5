import type { Instant } from './time.ts';

/**
 * GitHub's repository roles that may write, weakest first. Who may write may read every
 * secret that a workflow of the repository reaches.
 */
export const WRITING_ROLES = ['write', 'maintain', 'admin'] as const;
export type WritingRole = (typeof WRITING_ROLES)[number];

/**
 * Who may write in one repository. Nobody is dropped: access that ended stays with its end,
 * because what was read stays known.
 */
export interface RepositoryAccess {
  readonly repositoryId: number;
  readonly lookedAt: Instant;
  readonly people: readonly PersonAccess[];
}

/** Who was asked into a repository and has not answered. */
export interface RepositoryInvitations {
  readonly lookedAt: Instant;
  readonly invited: readonly { readonly id: number; readonly login: string }[];
  /** GitHub did not show them at that look: `invited` are those of the last one that saw them. */
  readonly unseen?: true;
}

/** What the last look saw of one person at GitHub itself. A part that is missing could not be seen. */
export interface Presence {
  readonly lookedAt: Instant;
  /** `pending`: invited, and has not answered. */
  readonly membership?: 'active' | 'pending' | 'none';
  /** Has a right in at least one repository without being a member. */
  readonly outsider?: boolean;
  /** Slugs of the organisation's teams. */
  readonly teams?: readonly string[];
}

/** One stretch of time in which looks saw somebody at one place. */
export interface Stay {
  readonly id: number;
  readonly login: string;
  /** First and last look that saw it. */
  readonly since: Instant;
  readonly seenAt: Instant;
  /** The first look that did not see it any more. */
  readonly goneAt?: Instant;
}

/** One stretch of time in which somebody had one role. */
export interface PersonAccess extends Stay {
  readonly role: WritingRole;
}

/**
 * Who is in a team of the organisation, or in one below it. Nobody is dropped: who was in
 * it could approve what it approves.
 */
export interface TeamMembers {
  readonly slug: string;
  /** Before that look nobody knows who was in it. */
  readonly firstLookedAt: Instant;
  readonly lookedAt: Instant;
  readonly people: readonly Stay[];
}

/** Teams that administer a repository, as `organisation/team`. */
export interface RepositoryTeams {
  readonly lookedAt: Instant;
  readonly admins: readonly string[];
}

export interface SelectedRepositories {
  readonly lookedAt: Instant;
  readonly repositoryIds: readonly number[];
}
