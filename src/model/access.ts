import type { Instant } from './time.ts';

/** GitHub's repository roles, weakest first. Who may write may read every secret that a workflow of the repository reaches. */
export const REPOSITORY_ROLES = ['read', 'triage', 'write', 'maintain', 'admin'] as const;
export type RepositoryRole = (typeof REPOSITORY_ROLES)[number];

/** Who can do what in one repository. Nobody is dropped: access that ended stays with its end, because what was read stays known. */
export interface RepositoryAccess {
  readonly repositoryId: number;
  readonly lookedAt: Instant;
  readonly people: readonly PersonAccess[];
}

export interface PersonAccess {
  readonly id: number;
  readonly login: string;
  readonly role: RepositoryRole;
  /** First and last look that saw it. */
  readonly since: Instant;
  readonly seenAt: Instant;
  /** The first look that did not see it any more. */
  readonly goneAt?: Instant;
}
