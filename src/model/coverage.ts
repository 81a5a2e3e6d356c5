import type { Scope } from './credential.ts';
import type { Instant } from './time.ts';

/**
 * Why a place could not be looked at. `permission`: until an admin grants it. `failed`:
 * this time; it will be tried again.
 */
export interface Gap {
  readonly why: 'permission' | 'absent' | 'failed';
  /** "Administration: read" when GitHub names what is needed. */
  readonly needs?: string;
  readonly says: string;
  /**
   * Since when GitHub shows the whole place no more: deleted, moved to another owner, or taken out of the installation.
   */
  readonly since?: Instant;
}

/** What is asked for the open cases that need it alone, and shown as a source where it cannot be seen. */
export type AskedForCases = (typeof ASKED_FOR_CASES)[number];
export const ASKED_FOR_CASES = ['workflow-run', 'repository-team', 'invitation', 'human-access'] as const;

/** The last look of one source at one scope: so that nobody takes "could not look" for "nothing found". */
export interface Coverage {
  readonly source: string;
  readonly scope: Scope;
  readonly lookedAt: Instant;
  readonly gap?: Gap;
  /** When this one failed: the last that did not. The store adds it. */
  readonly answeredAt?: Instant;
}
