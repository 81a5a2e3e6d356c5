import type { GitHub } from '../github/github.ts';
import type { DepartureNotice } from '../model/departure.ts';
import type { Organization } from '../model/organization.ts';

/** A way to learn from GitHub's events that somebody leaves. One file each; listed in `index.ts`. */
export interface DepartureSource {
  readonly name: string;
  /** `organization.member_removed`, ... */
  readonly webhooks: readonly string[];
  /** What the event says, if anything. `now` is when the delivery came in, so that a repeated run says the same. */
  notices(world: DepartureWorld, action: string, payload: unknown): Promise<readonly DepartureNotice[]>;
}

interface DepartureWorld {
  readonly github: GitHub;
  readonly organization: Organization;
  readonly now: number;
}
