import type { CredentialId } from './credential.ts';
import type { Instant } from './time.ts';

/**
 * P4 dead at the issuer; P3 gone at GitHub, which is the issuer; P2 access cut; P1 replaced or removed at the store
 * (the old value's fate is unknown); P0 somebody attested it. docs/proof.md has the table per kind.
 */
export type Grade = 'P0' | 'P1' | 'P2' | 'P3' | 'P4';

export const GRADES: readonly Grade[] = ['P0', 'P1', 'P2', 'P3', 'P4'];

/**
 * One look at whether a credential still works: what was asked, what came back, and what that does and does not prove.
 */
export interface Observation {
  readonly id: string;
  readonly credential: CredentialId;
  /** Name of the proof plug-in. */
  readonly proof: string;
  readonly at: Instant;
  /** `gone` and `replaced` carry a grade. `alive`: it works. `unknown`: the look failed, which proves nothing. */
  readonly result: 'gone' | 'replaced' | 'alive' | 'unknown';
  readonly grade?: Grade;
  readonly asked: Asked;
  /** A read on the parent that succeeded in the same pass: without it, a 404 may just be a lost permission. */
  readonly control?: Asked;
  /** It is gone with all that this place held: over when a repository is restored. */
  readonly withPlace?: 'repository' | 'environment';
  /** Ids of the people who attest it, for what nobody looked at. */
  readonly attestedBy?: readonly number[];
  /** One sentence for the case: what was seen and what it does not prove. */
  readonly says: string;
}

export interface Asked {
  readonly request: string;
  readonly status: number;
  readonly requestId?: string;
  readonly date?: string;
}

/**
 * Whether a look says anything. That GitHub's alert called a value dead was once taken for
 * its issuer's word, and stands so in old ledgers: whoever may write alerts can set it.
 */
export function isClear({ result, proof }: Pick<Observation, 'result' | 'proof'>): boolean {
  return result !== 'unknown' && !(result === 'gone' && proof === 'alert-validity');
}
