import type { Instant } from './time.ts';

/**
 * Somebody in the organisation's own directory (Okta, Entra, ...), as it told us by SCIM.
 * No secrets, and no more than is needed to know them.
 */
export interface DirectoryUser extends DirectoryFields {
  readonly id: string;
  readonly createdAt: Instant;
  readonly changedAt: Instant;
  /** Set when the directory deleted the entry. It is kept: whoever was deleted has left. */
  readonly deletedAt?: Instant;
  /**
   * Id of the account to which its names led before they were changed, or before it was
   * switched off: they may lead to somebody else now.
   */
  readonly account?: number;
}

/** What the directory may say of somebody. */
export interface DirectoryFields {
  readonly userName: string;
  readonly externalId?: string;
  readonly active: boolean;
  readonly displayName?: string;
  readonly name?: DirectoryPersonName;
  readonly emails: readonly DirectoryEmail[];
  /** The company they work for, when it is another one: the enterprise attribute `organization`. */
  readonly vendor?: string;
}

interface DirectoryPersonName {
  readonly formatted?: string;
  readonly givenName?: string;
  readonly familyName?: string;
}

interface DirectoryEmail {
  readonly value: string;
  readonly type?: string;
  readonly primary?: boolean;
}

/** Whose a user name is now; of nobody, when the entry was deleted or renamed. */
export interface DirectoryName {
  readonly user: string | null;
}

export interface DirectoryState {
  readonly changedAt: Instant;
}

/** `taken`: another entry has this user name. */
export type DirectoryChange = DirectoryUser | 'taken' | 'unknown';

/** The directory of one organisation, as its SCIM endpoint needs it. */
export interface Directory {
  byId(id: string): Promise<DirectoryUser | undefined>;
  byUserName(userName: string): Promise<DirectoryUser | undefined>;
  /** Everybody who was not deleted, those switched off as well, oldest first. */
  list(): Promise<readonly DirectoryUser[]>;
  create(fields: DirectoryFields): Promise<DirectoryChange>;
  change(id: string, to: (user: DirectoryUser) => DirectoryFields): Promise<DirectoryChange>;
  remove(id: string): Promise<boolean>;
}
