import type { Scope } from './credential.ts';
import type { Who } from './person.ts';
import type { Instant } from './time.ts';

/**
 * What an entry of GitHub's audit log says that Handback understands; nothing else of the
 * entry is kept (docs/audit-log.md).
 */
export type AuditFact = SecretFact | VariableFact | DeployKeyFact | HookFact | MembershipFact | DeletionFact;

interface Said {
  /**
   * Made from GitHub's document id, or from what the entry says where an export has none: reading it twice is one fact.
   */
  readonly id: string;
  readonly documentId?: string;
  readonly action: string;
  readonly at: Instant;
  readonly actor: Who;
  /** Who asked the agent that did it. */
  readonly askedBy?: Who;
}

/** As the entry names it: an export has no id, and the name is the one of that day. */
export interface AuditRepository {
  readonly id?: number;
  readonly fullName?: string;
}

/** `update` is a re-save: GitHub does not say whether the value changed. */
export type AuditDeed = 'create' | 'update';

export interface SecretFact extends Setting {
  readonly about: 'secret';
}

export interface VariableFact extends Setting {
  readonly about: 'variable';
}

interface Setting extends Said {
  readonly deed: AuditDeed;
  readonly name: string;
  /** Whose secret it is: `actions`, `dependabot`, `codespaces`; missing when the entry does not say which product. */
  readonly store?: string;
  /** Missing for one of the organisation. */
  readonly repository?: AuditRepository;
  readonly environment?: string;
}

export interface DeployKeyFact extends Said {
  readonly about: 'deploy-key';
  readonly deed: AuditDeed;
  readonly title?: string;
  /** Hash of the public key, as the deploy keys' own listing has it. */
  readonly publicKey?: string;
  readonly repository: AuditRepository;
}

export interface HookFact extends Said {
  readonly about: 'hook';
  readonly deed: AuditDeed;
  readonly hookId: number;
}

export interface MembershipFact extends Said {
  readonly about: 'membership';
  readonly who: Who;
  readonly says: 'leaves' | 'stays';
  readonly of: 'organization' | 'outside-collaborators';
}

/** A repository, or an environment of one, with all that it held: that it was deleted, or restored. */
export interface DeletionFact extends Said {
  readonly about: 'deletion';
  readonly repository: AuditRepository;
  readonly environment?: string;
}

/** The action by which a repository is there again, with its keys, hooks and secrets. */
export const RESTORED = 'repo.restore';

/** That GitHub's log says of a place that it was deleted, or restored: its latest entry about it. */
export interface Deletion {
  readonly at: Instant;
  readonly action: string;
  readonly documentId?: string;
}

/**
 * Of the place itself: a repository's is not that of its environments. Environments are
 * called the same in capitals and without.
 */
export function deletionKey({ repositoryId, environment }: Scope): string {
  return environment === undefined ? String(repositoryId) : `${repositoryId}/${environment.toLowerCase()}`;
}

/** The organisation that an entry belongs to, as far as it says. */
export interface AuditOwner {
  readonly id?: number;
  readonly login?: string;
}

/** One entry, read: a fact of an organisation, something Handback has no use for, or nothing that could be read. */
export type AuditReading =
  | { readonly is: 'fact'; readonly fact: AuditFact; readonly owner: AuditOwner }
  | { readonly is: 'other'; readonly action: string }
  | { readonly is: 'unreadable'; readonly why: string };

/** A value out of a file or stream, or what is wrong with this piece of it. */
export type AuditRecord = { readonly line: number; readonly offset: number } & (
  | { readonly value: unknown }
  | { readonly broken: string }
);

/** What Node says of bytes that are no gzip, or end before they should. */
export function isGzipDamage(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
}

/** What was sent is not a sequence of events; nothing of it was kept. */
export class BrokenEvents extends Error {
  override readonly name = 'BrokenEvents';
  /** Byte in the (unpacked) body at which the broken piece begins. */
  readonly offset: number;

  constructor(why: string, offset: number) {
    super(why);
    this.offset = offset;
  }
}
