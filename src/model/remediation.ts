import type { Instant } from './time.ts';

/** What Handback can do to a credential itself, as `actions.allow` in the policy names it. */
export const REMEDIATIONS = [
  'deploy-key',
  'actions-secret',
  'dependabot-secret',
  'codespaces-secret',
  'agents-secret',
  'variable',
  'fine-grained-token',
  'sso-authorization',
  'webhook',
  'github-token',
  'secret-scanning-alert',
] as const;
export type RemediationName = (typeof REMEDIATIONS)[number];

/**
 * `refused`: nothing was changed. `unknown`: whether anything was changed must be looked at before anybody tries again.
 */
export interface RemediationAnswer {
  readonly result: 'done' | 'refused' | 'unknown';
  /** Half a sentence for people: "GitHub answered 204". */
  readonly says: string;
}

/**
 * The one attempt that an approved request gives. Written down before the request goes out;
 * without an answer it is unknown.
 */
export interface Attempt {
  readonly startedAt: Instant;
  /** GitHub took nothing, because its limit is used up: no attempt was made yet, and none is before this. */
  readonly waitsUntil?: Instant;
  readonly answer?: RemediationAnswer & { readonly at: Instant };
}
