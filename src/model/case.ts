import type { Claim } from './attribution.ts';
import type { AuditFact } from './audit.ts';
import type { Coverage } from './coverage.ts';
import type { KnownCredential } from './credential.ts';
import type { Departure } from './departure.ts';
import type { HeldMachine } from './machine.ts';
import type { Owner } from './owner.ts';
import type { StandingException } from './policy.ts';
import type { Priority, Urgency } from './priority.ts';
import type { ResidualAccess } from './residual.ts';
import type { Instant } from './time.ts';
import type { CredentialUses } from './use.ts';
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
  /** Machine accounts that they hold, or held last. Keeps the case open until the roster names somebody else. */
  readonly machines?: readonly HeldMachine[];
  /**
   * What they did not make and answer for, what their machine accounts made among it: it
   * needs somebody else. Keeps no case open.
   */
  readonly owned?: readonly CredentialFile[];
  /** What they let stand, and longer than they are here: somebody else has to answer for it. Keeps no case open. */
  readonly answersFor?: readonly StandingException[];
  /** What they neither made nor own and could read all the same. Keeps no case open. */
  readonly exposed?: Exposure;
  /** What is left of their own access. Keeps the case open while it can be seen. */
  readonly residual?: ResidualAccess;
  /** Missing when nothing is left to do. */
  readonly urgency?: Urgency;
  /** What happened after the end that should not have, latest first. Never empty. */
  readonly incidents?: readonly Incident[];
  /** Repositories that hold some of it and whose people are not told by a digest. */
  readonly undigested?: readonly Undigested[];
}

export interface Undigested {
  /** `owner/name`. */
  readonly repository: string;
  readonly why: 'public' | 'archived' | 'issues disabled';
}

/** `used`: GitHub says when, and not by whom. `acted`: the audit log names the leaver's own account. */
export type Incident =
  | { readonly is: 'used'; readonly at: Instant; readonly file: CredentialFile }
  | { readonly is: 'acted'; readonly at: Instant; readonly fact: AuditFact };

export interface CaseItem {
  readonly file: CredentialFile;
  readonly claim: Claim;
  readonly done: boolean;
  /**
   * Why a proof is none for this person: they may know the value that was stored before they
   * left, or by themselves since; or it is their word alone.
   */
  readonly notForThem?: 'replaced before' | 'replaced by them' | 'their own word';
  /** Missing when it is done. */
  readonly priority?: Priority;
  /** Dated permissions for it to stand. They spare checks; only proof ticks the box. */
  readonly exceptions?: readonly StandingException[];
  /** What people decided about it, each in one line of Markdown. */
  readonly decided?: readonly string[];
  /** Short id of the request to delete or revoke it that a second person has to approve. */
  readonly waiting?: string;
  /** Who fails without it; missing for what no workflow can take. */
  readonly uses?: CredentialUses;
  /** `null`: nobody answers for it. Missing: it was not looked up. */
  readonly owner?: Owner | null;
}

/** Secrets that a person could read because they could write in a repository that reaches them. */
export interface Exposure {
  /** Repositories in which Handback saw that they could write. */
  readonly repositories: number;
  readonly count: number;
  /** The first of them. */
  readonly credentials: readonly KnownCredential[];
  /** Kept from them by the protection of their environment. */
  readonly spared: readonly Spared[];
}

export interface Spared {
  readonly credential: KnownCredential;
  /** Completes "not counted, because": "@alice must approve". */
  readonly why: string;
}
