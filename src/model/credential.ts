import type { Brand } from './brand.ts';
import type { FindingConfidence } from './finding.ts';
import { keyed } from './identity.ts';
import type { Fingerprint } from './secret.ts';
import type { Instant } from './time.ts';

/** Stable for the life of the credential; made from GitHub's ids, so that a rename does not make it new. */
export type CredentialId = Brand<string, 'CredentialId'>;

export function credentialId(...parts: readonly (string | number)[]): CredentialId {
  return keyed(parts.join(':')) as CredentialId;
}

/** Where something lives: in an organisation, one of its repositories, or an environment of one. */
export interface Scope {
  readonly repositoryId?: number;
  /** `owner/name` as last seen: for people, never a key. */
  readonly repository?: string;
  readonly environment?: string;
}

/** Something that authenticates, wherever it lives. Never its value. */
export interface Credential {
  readonly id: CredentialId;
  /**
   * What it is: the `kind` of the source that lists it, or `plaintext-secret` for a value found in code or a variable.
   */
  readonly kind: string;
  /** The deploy key's title, the secret's name, the rule that matched. */
  readonly name: string;
  readonly scope: Scope;
  /** When the store says it was made and last changed. */
  readonly createdAt?: Instant;
  readonly updatedAt?: Instant;
  readonly lastUsedAt?: Instant;
  /** What else the store says, for people and proofs: `readOnly`, `visibility`, ... */
  readonly facts: Readonly<Record<string, string | number | boolean>>;
  /** Only for a value that was readable. */
  readonly plaintext?: {
    readonly rule: string;
    readonly confidence: FindingConfidence;
    readonly fingerprint: Fingerprint;
    readonly mask: string;
  };
}

/**
 * A credential as the ledger knows it. `goneAt` is a tombstone: set when its store stops
 * listing it, cleared when it is back.
 */
export interface KnownCredential extends Credential {
  readonly firstSeenAt: Instant;
  readonly lastSeenAt: Instant;
  readonly goneAt?: Instant;
}

/**
 * `places`: by repository id, with `environments` only what lives in one of their environments. `after`: a page
 * of all of them, in the order in which the store keeps ids; the id that ends it is where the next begins.
 */
export type WhichCredentials =
  | { readonly ids: Iterable<string> }
  | { readonly after: string; readonly limit: number }
  | { readonly places: Iterable<number> | 'organization'; readonly environments?: true }
  | { readonly publicKeys: Iterable<string> | 'any' }
  /** At least those that evidence or approvers tie to one of these (`namesOf` in model/person.ts). */
  | { readonly names: Iterable<string> };

export const PLAINTEXT_SECRET = 'plaintext-secret';

/** Kinds of which a store holds the value, and shows it to nobody: that it is there does not say that it works. */
export const STORED_KINDS: ReadonlySet<string> = new Set([
  'actions-secret',
  'agents-secret',
  'codespaces-secret',
  'dependabot-secret',
  'private-registry',
]);

/** Every kind there is, as policies name them. */
export const CREDENTIAL_KINDS = [
  'actions-secret',
  'agents-secret',
  'app-installation',
  'codespaces-secret',
  'dependabot-secret',
  'deploy-key',
  'fine-grained-token',
  'fine-grained-token-request',
  PLAINTEXT_SECRET,
  'private-registry',
  'self-hosted-runner',
  'sso-authorization',
  'webhook',
] as const;
