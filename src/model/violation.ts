import type { Attribution, Claim } from './attribution.ts';
import type { CredentialId, KnownCredential } from './credential.ts';
import type { Departure } from './departure.ts';
import type { Rotation } from './issuer.ts';
import type { Grade, Observation } from './proof.ts';
import type { Sighting } from './sighting.ts';
import type { Instant } from './time.ts';

/** Everything the ledger knows of one credential, put together. */
export interface CredentialFile {
  readonly credential: KnownCredential;
  /**
   * Weighed once it is asked for: most credentials are nobody's who leaves. No getter: each
   * would make its object one of a kind, and slow to read.
   */
  readonly attribution: () => Attribution;
  readonly sightings: readonly Sighting[];
  readonly proof: ProofStatus;
  /** Of a value in clear what it is, in the words of its rule. */
  readonly title?: string;
  /** Of a value in clear, as its rule says. */
  readonly rotation?: Rotation;
  /**
   * Other credentials that stand on the same key pair: deploy keys of other repositories, the
   * private half in some code.
   */
  readonly sameKey?: readonly KnownCredential[];
}

/** As much of it as names it. */
export type NamedFile = Pick<CredentialFile, 'credential' | 'sightings' | 'title'>;

/**
 * With who answers for it, as `@login`, `@organisation/team` or an address: of hundreds of
 * thousands no more is kept in memory.
 */
export interface OwnedFile extends NamedFile {
  /** None: nobody answers for it. Undefined: it is not visible who does. */
  readonly owners: readonly string[] | undefined;
}

/** What the observations add up to. `proved` only when the best grade reaches what the policy asks for. */
export interface ProofStatus {
  readonly state: 'proved' | 'partly' | 'alive' | 'unobserved';
  readonly required: Grade;
  readonly best?: Observation;
  readonly latest?: Observation;
  /** Since when every clear look has proved it. */
  readonly provedAt?: Instant;
  /** When something proved is looked at again. Missing: after the last of the re-checks, or when nothing is proved. */
  readonly recheckAt?: Instant;
  /** The last look was due and told nothing: `recheckAt` is when it is repeated. */
  readonly rests?: boolean;
  /** It was seen gone, and works again or may: only beside `alive`. */
  readonly back?: Reanimation;
}

/** Gone, and there again. A proof of the past proves nothing any more. */
export interface Reanimation {
  readonly goneAt: Instant;
  readonly since: Instant;
  /** What tells that it is back. Plain text: whoever shows it escapes it. */
  readonly says: string;
  /** Another credential with the same value, through which it is back. */
  readonly through?: CredentialId;
}

/** A credential of somebody who leaves or left, still without the proof that the policy asks for. */
export interface Violation {
  readonly file: CredentialFile;
  /** The claim that ties it to the leaver. */
  readonly claim: Claim;
  readonly departure: Departure;
  /** From here on it fails checks in `block` mode. */
  readonly enforceFrom: Instant;
}
