import type { CredentialId, Scope } from './credential.ts';
import type { Instant } from './time.ts';

/** One place where a secret value was readable. The same value in two places is one credential with two sightings. */
export type Sighting = CodeSighting | VariableSighting;

interface Seen {
  /** Hash of everything that makes it this place, so that seeing it twice is one sighting. */
  readonly id: string;
  readonly credential: CredentialId;
  readonly scope: Scope;
  readonly firstSeenAt: Instant;
}

export interface CodeSighting extends Seen {
  readonly in: 'code';
  /** What a tag leads to without a commit goes by git's name for it: `refs/tags/v1:config/keys.env`. */
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly blob: string;
  /** The commit that brought this blob to this path, and when its author says it was written. */
  readonly commit?: string;
  readonly committedAt?: Instant;
  /**
   * Where there is no such commit: the tag that leads to the blob, or the object that it led to before it was moved.
   */
  readonly ref?: string;
  /** Byte span in the blob, so that a proof can read the value again without anybody having stored it. */
  readonly start: number;
  readonly end: number;
}

export interface VariableSighting extends Seen {
  readonly in: 'variable';
  readonly name: string;
  readonly goneAt?: Instant;
}

/** Whether the value is still there. Out of a history of git nothing goes. */
export function isPresent(sighting: Sighting): boolean {
  return sighting.in === 'code' || sighting.goneAt === undefined;
}
