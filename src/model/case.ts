import type { Claim } from './attribution.ts';
import type { Coverage } from './coverage.ts';
import type { Departure } from './departure.ts';
import type { StandingException } from './policy.ts';
import type { CredentialFile } from './violation.ts';

/** All work of one departure. Derived anew from the facts each time; only its issue lives on GitHub. */
export interface Case {
  readonly departure: Departure;
  readonly items: readonly CaseItem[];
  /** What could not be seen, and therefore is not covered by this case. */
  readonly gaps: readonly Coverage[];
  /** The last day is so far off that there is no case yet, or none any more because the day was moved. */
  readonly early: boolean;
  /** Why it cannot close yet; empty when every item is proved and everything visible was looked at since. */
  readonly openReasons: readonly string[];
  /** Login of whoever said last that they take care of it. */
  readonly inHandOf?: string;
}

export interface CaseItem {
  readonly file: CredentialFile;
  readonly claim: Claim;
  readonly done: boolean;
  /** Dated permissions for it to stand. They spare checks; only proof ticks the box. */
  readonly exceptions?: readonly StandingException[];
  /** What people decided about it, each in one line of Markdown. */
  readonly decided?: readonly string[];
}
