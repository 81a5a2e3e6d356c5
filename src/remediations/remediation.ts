import type { GitHub } from '../github/github.ts';
import type { TokenReports } from '../github/report-tokens.ts';
import type { Scope } from '../model/credential.ts';
import type { RemediationName } from '../model/remediation.ts';
import type { Secret } from '../model/secret.ts';
import type { CredentialFile } from '../model/violation.ts';

/**
 * An irreversible act on a credential. One file each; listed in `index.ts`. It is reached only through a
 * request that a second person approved (jobs/remediate.ts), where the policy allows it, and it is tried once.
 */
export interface Remediation {
  readonly name: RemediationName;
  appliesTo(file: CredentialFile): boolean;
  /** "delete this deploy key": completes "Handback can ...". */
  readonly does: string;
  /** What dies or stays behind, which whoever approves must know. */
  readonly warning: string;
  /**
   * `administration`: what the App must be allowed to write, as `app.yml` calls it; undefined
   * where the act asks for no permission.
   */
  needs(file: CredentialFile): string | undefined;
  /** Where it is done, when that is not where the credential is at home. */
  where?(file: CredentialFile): Scope;
  /**
   * A read just before the act: why it must not be done after all, because what stands there
   * is not what was asked about. `RetryLater`: not yet.
   */
  changed?(world: RemediationWorld, file: CredentialFile): Promise<string | undefined>;
  /**
   * The one request. Throws what the door throws: `NotVisible` is a refusal, no answer is
   * "unknown". Returns what GitHub answered.
   */
  attempt(world: RemediationWorld, file: CredentialFile): Promise<string>;
}

export interface RemediationWorld {
  readonly github: GitHub;
  readonly organization: string;
  /** When the store said, as the request was made, that it was last changed. */
  readonly updatedAt?: number;
  /** Reads a plaintext secret again from where it was seen; in memory only. */
  value(file: CredentialFile): Promise<Secret | undefined>;
  /** Whether a text still holds the very value that the credential is. */
  holds(file: CredentialFile, text: string): boolean;
  /** Tells GitHub, without saying who we are, that a token of its is public knowledge. */
  readonly reports: TokenReports;
}

/** The act was not begun, and nothing was changed: what it says is for people. */
export class NotDone extends Error {
  override readonly name = 'NotDone';
}
