import type { Instant } from './time.ts';

/**
 * GitHub's audit log showed an account under a login first and last at these moments, and
 * under no other login in between.
 */
export interface LoginRun {
  readonly id: number;
  /** Lower-cased. */
  readonly login: string;
  readonly first: Instant;
  readonly last: Instant;
}
