import type { Person, Who } from './person.ts';
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
}
