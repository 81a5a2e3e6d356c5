import type { GitHub } from '../github/github.ts';
import type { Deletion } from '../model/audit.ts';
import type { Scope } from '../model/credential.ts';
import type { AskIssuer, ProbeOf } from '../model/issuer.ts';
import type { Grade, Observation } from '../model/proof.ts';
import type { Secret } from '../model/secret.ts';
import type { Instant } from '../model/time.ts';
import type { CredentialFile } from '../model/violation.ts';

/** A way to know that a credential is gone. One file each; listed in `index.ts`. */
export interface ProofKind {
  readonly name: string;
  /**
   * Highest grade it can reach: docs/proof.md says why it is not higher. Missing: it can only
   * tell that something lives.
   */
  readonly best?: Grade;
  readonly permission: string;
  /**
   * It shows a value to its issuer, GitHub or another, so it is used only where the policy says `issuer_probes: true`.
   */
  readonly asksIssuer?: 'github' | 'others';
  /** Whether a look went to anybody but the GitHub in use: such a look is not repeated in each pass. */
  wentToOthers?(look: Observation): boolean;
  appliesTo(file: CredentialFile, probeOf: ProbeOf): boolean;
  /** Looks once. Never throws for "may not look" or "no clear answer": those are `unknown`. */
  observe(world: ProofWorld, file: CredentialFile): Promise<Observation>;
}

export interface ProofWorld {
  readonly github: GitHub;
  readonly organization: string;
  readonly now: Instant;
  /** From when on a change counts as a rotation: the departure. */
  readonly since: Instant;
  /** Reads a plaintext secret again from where it was seen; undefined when it is not readable any more. */
  value(file: CredentialFile): Promise<Secret | undefined>;
  /**
   * What stands beside a plaintext secret: the text of every place in which it was seen;
   * undefined where one cannot be read.
   */
  surroundings(file: CredentialFile): Promise<readonly string[] | undefined>;
  /** That GitHub's audit log says of this very place that it was deleted, as far as Handback has read it. */
  deletion(place: Scope): Promise<Deletion | undefined>;
  readonly probeOf: ProbeOf;
  /** What earlier looks saw. */
  readonly before: readonly Observation[];
  /** Whether anybody but the GitHub in use may be asked. */
  readonly asksOthers: boolean;
  /** Asks an issuer whether a value still works. Fixed hosts only. */
  readonly ask: AskIssuer;
}
