import type { Engagement, Person, Who } from './person.ts';
import type { Instant } from './time.ts';

/** What one source says about somebody's leaving; each source's latest word counts. */
export interface DepartureNotice {
  /** Name of the departure source: `roster`, `organization`, `cli`, ... */
  readonly source: string;
  readonly who: Who;
  /** `leaves`: access ends at `effectiveAt`. `stays`: the source takes it back, or the person is (again) here. */
  readonly says: 'leaves' | 'stays';
  readonly effectiveAt: Instant;
  readonly learnedAt: Instant;
  /** For people: "removed from acme by @alice", "people.yml line 12". */
  readonly detail: string;
  /** Set when it was said of a whole vendor: a word of its own, beside what the source says of this person alone. */
  readonly vendor?: string;
  /** Hostile: there is no grace from `effectiveAt` on. */
  readonly emergency?: true;
  /** With `stays`: an operator takes back what every source said until now, not only this one. */
  readonly overrules?: true;
  /** The ledger's count, in which order it heard of everything: unlike `learnedAt` it never changes what came first. */
  readonly heard?: number;
}

/**
 * What one source says about everybody of a vendor. Its latest word counts, and covers
 * whoever joins the vendor while it holds.
 */
export interface VendorWord {
  readonly vendor: string;
  readonly source: string;
  readonly says: 'leaves' | 'stays';
  readonly effectiveAt: Instant;
  readonly learnedAt: Instant;
  readonly detail: string;
  readonly emergency?: true;
}

/** From when on a look tells of a departure: it is in effect then, and somebody knows of it. */
export function tellingSince({ effectiveAt, learnedAt }: Pick<Departure, 'effectiveAt' | 'learnedAt'>): Instant {
  return Math.max(effectiveAt, learnedAt);
}

/** The end of somebody's engagement, derived from all notices. */
export interface Departure {
  /** Stable: one departure a person and episode. */
  readonly id: string;
  readonly who: Who;
  /** Missing when nobody with this name is known: shown as unmatched, never dropped. */
  readonly person?: Person;
  readonly state: 'scheduled' | 'effective' | 'cancelled' | 'rehired';
  /** Earliest of what the sources say. */
  readonly effectiveAt: Instant;
  readonly learnedAt: Instant;
  readonly notices: readonly DepartureNotice[];
  /** Sources that say the contrary. */
  readonly contradicted: readonly DepartureNotice[];
  /** In effect, and somebody said that there is no time to lose: no grace. */
  readonly emergency?: true;
  /** The roster's line about them, where there is one. */
  readonly engagement?: Engagement;
}
