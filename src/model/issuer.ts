import type { Secret } from './secret.ts';

/** How the issuer is asked whether a value is alive: data of a rule. Read-only, one request, no redirects followed. */
export interface Probe {
  readonly method: 'GET' | 'POST';
  /**
   * `https://` and a fixed host; only `{api}` (the GitHub API in use) may stand for one.
   * `{secret}` may stand in path and query.
   */
  readonly url: string;
  /** `{secret}` stands for the value. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly live: Answer;
  /**
   * Anything that is neither live nor dead proves nothing; an empty list of statuses says that no answer proves death.
   */
  readonly dead: Answer;
}

export interface Answer {
  readonly status: readonly number[];
  /** The body must hold one of these texts besides. */
  readonly contains?: readonly string[];
  /** And none of these. */
  readonly lacks?: readonly string[];
}

/** The probe of a rule, when its issuer can be asked. */
export type ProbeOf = (rule: string) => Probe | undefined;

/** Asks an issuer whether a value still works, at the address that the rule fixes. */
export type AskIssuer = (probe: Probe, secret: Secret) => Promise<IssuerAnswer>;

export interface IssuerAnswer {
  /** 0: no answer. */
  readonly status: number;
  /** `unclear`: anything but the issuer's own clear word, which proves nothing. */
  readonly verdict: 'live' | 'dead' | 'unclear';
  readonly date?: string;
  readonly requestId?: string;
}

/** How a person ends a value: data of a rule. */
export interface Rotation {
  /** HTTPS, where that is done or described. */
  readonly url: string;
  /** One sentence of plain text. */
  readonly says: string;
}
