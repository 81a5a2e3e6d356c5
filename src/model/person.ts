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
