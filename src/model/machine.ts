import type { Person, Who } from './person.ts';

/** A machine account for which somebody answers who leaves. */
export interface HeldMachine {
  /** As the roster names the account. */
  readonly who: Who;
  /** Missing while Handback knows no account of that name. */
  readonly person?: Person;
  /** Whom the roster names now: still the leaver, somebody else who is known, or nobody whom Handback knows. */
  readonly now: 'them' | 'somebody' | 'nobody';
  /** What the roster has for its sponsor, where it is not the leaver. */
  readonly sponsor?: string;
}

/**
 * Everybody whom the roster named as the sponsor of one machine account, the latest last: a
 * line that is taken out hands nothing over.
 */
export interface Sponsors {
  readonly who: Who;
  readonly sponsors: readonly string[];
}
