import type { Scope } from './credential.ts';
import type { Instant } from './time.ts';

/** Why a place could not be looked at. `permission`: until an admin grants it. `failed`: this time; it will be tried again. */
export interface Gap {
  readonly why: 'permission' | 'absent' | 'failed';
  /** "Administration: read" when GitHub names what is needed. */
  readonly needs?: string;
  readonly says: string;
  /** Since when GitHub shows the whole place no more: deleted, moved to another owner, or taken out of the installation. */
  readonly since?: Instant;
}

/** The last look of one source at one scope: so that nobody takes "could not look" for "nothing found". */
export interface Coverage {
  readonly source: string;
  readonly scope: Scope;
  readonly lookedAt: Instant;
  readonly gap?: Gap;
  /** When this one failed: the last that did not. The store adds it. */
  readonly answeredAt?: Instant;
}
