import type { Presence, WritingRole } from './access.ts';

/** What is left of a leaver's own access at GitHub, and which settings still name them. */
export interface ResidualAccess extends Partial<Presence> {
  /** `unknown`: nothing was seen, and not everything could be looked at. */
  readonly state: 'in' | 'out' | 'unknown';
  /** The last look is older than the end, or there was none. */
  readonly stale: boolean;
  /** Where they write, and where they could. */
  readonly repositories: readonly ResidualRepository[];
  /** Repositories that wait for them to accept an invitation. */
  readonly invited: readonly string[];
  /** How many of their repositories were not asked about invitations since the end, and how many do not show them. */
  readonly unasked: number;
  readonly unseen: number;
  /** Settings that give nobody access, and would give power to whoever comes back. */
  readonly codeOwner: readonly NamedIn[];
  /** Environments that they may approve deployments to, of those that hold secrets. */
  readonly reviewer: readonly ReviewerOf[];
}

interface ReviewerOf {
  readonly repository: string;
  readonly environment: string;
  /** Slug of the team that is named, when it is not the person. */
  readonly team?: string;
}

export interface ResidualRepository {
  /** `owner/name`. */
  readonly repository: string;
  readonly role: WritingRole;
  readonly ended: boolean;
}

export interface NamedIn {
  readonly repository: string;
  readonly path: string;
  readonly lines: readonly number[];
}
