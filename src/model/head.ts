import type { CredentialId } from './credential.ts';
import type { PolicyProblem } from './policy.ts';
import type { Instant } from './time.ts';

/** The check run's name, which rulesets require: it never changes. */
export const CHECK_NAME = 'handback';

/** The tip of something that wants to be merged: a pull request or a merge group. The check run sits on `sha`. */
export interface Head {
  readonly repositoryId: number;
  /** `pull/12` or `merge-group/<ref>`. */
  readonly subject: string;
  readonly sha: string;
  readonly baseSha: string;
  readonly baseRef: string;
  readonly state: 'open' | 'closed';
  readonly author?: { readonly id: number; readonly login: string; readonly bot: boolean };
  readonly scan: HeadScan;
  /** When it was pushed, as far as we know: the newest goes first. */
  readonly movedAt?: Instant;
  /** When the pull request stood so, by GitHub's clock: what was said of it for an earlier moment is old. */
  readonly asOf?: Instant;
}

/**
 * `problems`: what this head would break in the policy file or the roster, when its repository
 * holds them. `mendsPolicy`: it would put a good policy in the place of the one there is.
 */
export type HeadScan =
  | { readonly state: 'waiting' }
  | {
      readonly state: 'done';
      readonly at: Instant;
      readonly found: readonly HeadFinding[];
      readonly problems: readonly PolicyProblem[];
      readonly mendsPolicy?: true;
    }
  | { readonly state: 'failed'; readonly at: Instant; readonly says: string };

/** A secret that some commit of the range brings. */
export interface HeadFinding {
  readonly credential: CredentialId;
  readonly path: string;
  readonly line: number;
  readonly endLine: number;
  readonly commit: string;
}
