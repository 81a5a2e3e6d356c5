import type { z } from 'zod';
import type { Gap } from '../model/coverage.ts';

/** GitHub gives as many of a list at a time, where nothing else is asked for. */
export const PAGE = 100;

/** Of GitHub's REST API, for every request. */
export const API_VERSION = '2022-11-28';

export type Parameters = Readonly<Record<string, unknown>>;

/**
 * The one door to GitHub, for one installation. Routes are GitHub's own words: `GET /repos/{owner}/{repo}/keys`.
 * Every method parses what it returns with the given schema, waits as GitHub asks it to, and throws
 * `NotVisible` where we may not look, `RetryLater` (model/job.ts) when a rate limit is longer than a short wait.
 */
export interface GitHub {
  /** `https://github.com`, or the address of an Enterprise Server: where people's pages are. */
  readonly serverUrl: string;
  /** One thing, or undefined when GitHub says that it is not there (404, 410). */
  find<T>(route: string, parameters: Parameters, schema: z.ZodType<T>): Promise<T | undefined>;
  /**
   * Every item of a list, page by page. `{ secrets: [...] }` lists arrive as their items. One
   * that lacks what is read fails the list, unless somebody takes note of it (`sparing`).
   */
  pages<T>(route: string, parameters: Parameters, schema: z.ZodType<T>, note?: (why: string) => void): AsyncIterable<T>;
  /** A change. Never retried here: a lost answer is the caller's to look after (look before you create). */
  send<T>(route: string, parameters: Parameters, schema: z.ZodType<T>): Promise<T>;
  /** A GraphQL question, for what costs many requests otherwise. What GitHub refuses of it is told, not thrown. */
  query<T>(question: string, variables: Parameters, schema: z.ZodType<T>): Promise<Queried<T>>;
  /** What GitHub answers, whatever its status: for proofs, where a 404 is the point. */
  look(route: string, parameters: Parameters): Promise<Look>;
  /**
   * What the installation was granted, as one word to compare: changes with every permission
   * that an admin grants or takes back.
   */
  granted(): Promise<string>;
  /** For git over HTTPS: where the repository is and the header that opens it, valid for about an hour. */
  gitAccess(fullName: string): Promise<GitAccess>;
}

interface GitAccess {
  readonly url: string;
  readonly header: string;
  /** Through which git goes there. */
  readonly proxy?: string;
}

/** The same as the App itself (a JWT), which sees installations and hook deliveries but no repository. */
export interface GitHubApp {
  /** `handback-acme[bot]`: the account behind what we write. */
  botLogin(): Promise<string>;
  /**
   * `granted`: any word that changes with what was granted. A token has the permissions of
   * the moment at which it was made: under another word it is a new one.
   */
  forInstallation(installationId: number, granted?: string): Promise<GitHub>;
  readonly asApp: Pick<GitHub, 'find' | 'pages' | 'send'>;
}

export interface Queried<T> {
  readonly data: T;
  readonly errors: readonly QueryError[];
}

export interface QueryError {
  /** `FORBIDDEN`, `NOT_FOUND`. */
  readonly type?: string | undefined;
  /** Names of the answer's fields, from its root to what is missing. */
  readonly path: readonly (string | number)[];
  readonly message: string;
}

export interface Look {
  readonly status: number;
  readonly data: unknown;
  /** GitHub refused to show it (403): what a person must grant. */
  readonly gap?: Gap;
  readonly requestId?: string;
  readonly date?: string;
}

/** We may not look. That is not the same as "nothing there", so it carries what a person must grant. */
export class NotVisible extends Error {
  readonly gap: Gap;

  constructor(gap: Gap) {
    super(gap.says);
    this.name = 'NotVisible';
    this.gap = gap;
  }
}

/** For want of a permission, which is granted for every place alike or for none. */
export function isRefusal(error: unknown): error is NotVisible {
  return error instanceof NotVisible && error.gap.why === 'permission';
}

/** GitHub or the network failed, or answered something that its description does not allow. */
export class GitHubFailure extends Error {
  readonly status: number;

  constructor(message: string, status: number) {
    super(message);
    this.name = 'GitHubFailure';
    this.status = status;
  }
}

export function ownerAndName(fullName: string): { owner: string; repo: string } {
  const [owner = '', repo = ''] = fullName.split('/');
  return { owner, repo };
}
