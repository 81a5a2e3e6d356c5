import type { Instant } from './time.ts';

/** `shop` of `acme/shop`: patterns of the policy name repositories without their organisation. */
export function repositoryName(fullName: string): string {
  return fullName.slice(fullName.indexOf('/') + 1);
}

/** Whether two names are of one repository: GitHub finds `acme/shop` as `Acme/Shop`, and people write either. */
export function isSameRepository(one: string | undefined, other: string | undefined): boolean {
  // GitHub's names are ASCII: of another length they cannot be the same.
  return one !== undefined && one.length === other?.length && one.toLowerCase() === other.toLowerCase();
}

/** An organisation that installed Handback. Everything in the ledger belongs to one. */
export interface Organization {
  /** GitHub's account id: survives renames. */
  readonly id: number;
  readonly login: string;
  readonly installationId: number;
  readonly state: 'active' | 'suspended' | 'removed';
}

export interface Repository {
  readonly id: number;
  /** `owner/name` as last seen. */
  readonly fullName: string;
  readonly private: boolean;
  readonly archived: boolean;
  readonly defaultBranch: string;
  /** Set when GitHub stopped showing it to us. */
  readonly goneAt?: Instant;
  /** Tips (`refs/heads/main` -> sha) up to which every blob has been scanned. */
  readonly scannedTips: Readonly<Record<string, string>>;
}

/** The one that GitHub shows under this name: one that is gone may have had it before. */
export function shownAs(repositories: readonly Repository[], fullName: string): Repository | undefined {
  return repositories.find((each) => each.goneAt === undefined && isSameRepository(each.fullName, fullName));
}
