import { DAY, HOUR } from './time.ts';

/**
 * How long the values of a rule live at most, whatever was asked for, in milliseconds: who has seen one
 * knows its last day. An installation's token of GitHub ends after an hour, that of a job lives "for up to
 * 24 hours" (GitHub's page "GITHUB_TOKEN") and looks the same. Sessions of AWS last 36 hours at most (STS,
 * `GetSessionToken`), short keys of Bedrock 12 hours, and so do access tokens of Google where an
 * organisation allows more than an hour (constraint `iam.allowServiceAccountCredentialLifetimeExtension`).
 */
export const LIVES_AT_MOST: ReadonlyMap<string, number> = new Map([
  ['github-installation-token', DAY],
  ['github-installation-jwt', DAY],
  ['aws-temporary-key-id', 36 * HOUR],
  ['aws-session-token', 36 * HOUR],
  ['aws-bedrock-short-key', 12 * HOUR],
  ['google-oauth-access-token', 12 * HOUR],
]);
