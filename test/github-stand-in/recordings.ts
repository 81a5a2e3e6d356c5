// Recordings of the real GitHub, and how to compare with them: what GitHub sent then, the stand-in must send too.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

export interface Recording {
  method: string;
  path: string;
  body: unknown;
  status: number;
  response: unknown;
  headers: Record<string, string>;
  reqheaders: { accept: string };
}

const from = createRequire(import.meta.url);

export function recordingsOf(scenario: string): Recording[] {
  const path = from
    .resolve('@octokit/fixtures')
    .replace(/index\.js$/, `scenarios/api.github.com/${scenario}/normalized-fixture.json`);
  return JSON.parse(readFileSync(path, 'utf8')) as Recording[];
}

export interface Example {
  name: string;
  examples: Record<string, unknown>[];
}

export const webhookExamples = (): Example[] =>
  from('@octokit/webhooks-examples/api.github.com/index.json') as Example[];

/**
 * Members that GitHub sent when it was recorded and does not describe any more, or that a
 * server of our own has otherwise.
 */
const outdated = new Set([
  'avatar_url',
  'gravatar_id',
  'temp_clone_token',
  'download_url',
  'documentation_url',
  'permissions',
  'draft',
]);

/** Where ours lacks a member of the recorded value, has another type in it, or an address of another form. */
export function differences(recorded: unknown, ours: unknown, url: string, at = ''): string[] {
  if (recorded === null || ours === null) return [];
  if (Array.isArray(recorded)) return differencesOfLists(recorded, ours, url, at);
  if (typeof recorded === 'object') {
    if (typeof ours !== 'object') return [`${at}: an object is missing`];
    return Object.entries(recorded as object).flatMap(([name, value]) => {
      if (outdated.has(name)) return [];
      const mine = (ours as Record<string, unknown>)[name];
      return mine === undefined ? [`${at}.${name}: missing`] : differences(value, mine, url, `${at}.${name}`);
    });
  }
  if (typeof recorded !== typeof ours) return [`${at}: ${typeof ours} in place of ${typeof recorded}`];
  if (typeof recorded === 'string' && recorded.includes('/tmp-scenario')) return [];
  const isAddress = typeof recorded === 'string' && /^(https?|git):\/\//.test(recorded) && typeof ours === 'string';
  if (!isAddress || formOf(recorded, url) === formOf(ours, url)) return [];
  return [`${at}: ${formOf(ours, url)} in place of ${formOf(recorded, url)}`];
}

function differencesOfLists(recorded: unknown[], ours: unknown, url: string, at: string): string[] {
  if (!Array.isArray(ours)) return [`${at}: a list is missing`];
  const [first, mine] = [recorded[0], ours[0] as unknown];
  return first === undefined || mine === undefined ? [] : differences(first, mine, url, `${at}[0]`);
}

/** An address without what differs by nature: the host, numbers, hashes. */
export function formOf(address: string, url: string): string {
  const host = url.replace(/^https?:\/\//, '');
  return address
    .replaceAll(`${url}/api/v3`, 'API')
    .replaceAll('https://api.github.com', 'API')
    .replaceAll(url, 'WEB')
    .replaceAll(/https:\/\/(raw\.)?github(usercontent)?\.com/g, 'WEB')
    .replaceAll(new RegExp(`git://(${host}|github.com)`, 'g'), 'GIT')
    .replaceAll('/master', '/main')
    .replaceAll('=master', '=main')
    .replaceAll(/\b[0-9a-f]{40}\b/g, 'SHA')
    .replaceAll('octokit-fixture-user-b', 'octokit-fixture-user-a')
    .replaceAll(/(?<=[/=])\d+\b/g, 'N');
}
