/** Somebody as one piece of evidence names them; at least one of `id`, `login`, `email` is set. */
export interface Who {
  /** GitHub user id: the only name that survives a rename. */
  readonly id?: number;
  readonly login?: string;
  readonly email?: string;
  readonly name?: string;
  /** The platform says that this is an app or agent, not a human. */
  readonly bot?: boolean;
  /** Id of the entry in the organisation's own directory (SCIM), when the name comes from there. */
  readonly directory?: string;
}

/** A GitHub account that Handback knows, keyed by its user id. */
export interface Person {
  readonly id: number;
  readonly login: string;
  readonly name?: string;
  readonly bot: boolean;
  /** Addresses that tie git identities to the account, lower-cased, and how each became known. */
  readonly emails: readonly PersonEmail[];
}

export interface PersonEmail {
  readonly address: string;
  readonly source: 'github' | 'sso' | 'roster';
}

/** Why and how long somebody works here, as the roster says. */
export interface Engagement {
  readonly who: Who;
  readonly type: 'employee' | 'contractor' | 'vendor' | 'service';
  readonly vendor?: string;
  readonly sponsor?: string;
  /** First and last day, `YYYY-MM-DD`, UTC. Access ends when the last day has ended. */
  readonly start?: string;
  readonly end?: string;
}

/** A login as people write it, with an @ in front or without. */
export function withoutAt(name: string): string {
  return name.replace(/^@/, '');
}

/** The name by which people know somebody best, of those that there are. */
export function knownAs({ login, email, name, id }: Who): string {
  return login ?? email ?? name ?? `user ${id}`;
}

/**
 * Whoever is meant by `who` has one of these names (`namesOfPerson`), and others may have
 * it as well: to ask for all that may be about somebody.
 */
export function namesOf({ id, login, email }: Who): readonly string[] {
  const hidden = email === undefined ? undefined : noreply(email);
  return [
    ...(id === undefined ? [] : [`id ${id}`]),
    ...(login === undefined ? [] : [`login ${login.toLowerCase()}`]),
    ...(email === undefined ? [] : [`email ${email.toLowerCase()}`]),
    ...(hidden?.id === undefined ? [] : [`id ${hidden.id}`]),
    ...(hidden === undefined ? [] : [`login ${hidden.login.toLowerCase()}`]),
  ];
}

export function namesOfPerson({ id, login, emails }: Person): readonly string[] {
  const addresses = emails.map(({ address }) => `email ${address.toLowerCase()}`);
  return [`id ${id}`, `login ${login.toLowerCase()}`, approverName(login), ...addresses];
}

/** Of whatever waits for the approval of a team: who is in it changes without the credential. */
export const TEAM_APPROVERS = 'approver of a team';

/** Of somebody who approves deployments. */
export function approverName(login: string): string {
  return `approver ${login.toLowerCase()}`;
}

/**
 * GitHub's private addresses: `ID+LOGIN@users.noreply.github.com`, before 2017-07-18 without
 * the id; a GHES host has its own name, and the logins of managed users hold an underscore.
 */
export function noreply(email: string): { readonly id?: number; readonly login: string } | undefined {
  const [, id, login] = NOREPLY.exec(email) ?? [];
  return login === undefined ? undefined : { login, ...(id === undefined ? {} : { id: Number(id) }) };
}

const NOREPLY = /^(?:(\d+)\+)?([a-z\d_-]+)@users\.noreply\.[a-z\d.:-]+$/i;
