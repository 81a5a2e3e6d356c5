// Whatever goes while a list of several pages is read moves the rest forward, past the end
// of a page that was read before: that is not gone.
import { expect, it } from 'vitest';
import type { GitHub } from '../../src/github/github.ts';
import { sources } from '../../src/sources/index.ts';
import { asKnown } from '../support/make-door.ts';
import { NOW } from '../support/make-facts.ts';

/** From what these give nothing follows to be gone. */
const NEWS = ['conversation', 'secret-scanning-alert'];

const DAY = '2026-03-01T00:00:00Z';
const DATES = { created_at: DAY, updated_at: DAY, access_granted_at: DAY, credential_authorized_at: DAY };

/** An entry of any list that there is. */
function entry(id: number) {
  return {
    id,
    name: `N${id}`,
    value: 'v',
    ...DATES,
    visibility: 'all',
    key: `ssh-ed25519 k${id}`,
    title: `N${id}`,
    read_only: true,
    active: true,
    events: [],
    config: { url: `https://h${id}.example` },
    os: 'linux',
    status: 'online',
    labels: [],
    app_id: id,
    app_slug: `N${id}`,
    repository_selection: 'all',
    permissions: {},
    registry_type: 'npm_registry',
    token_id: id,
    token_name: `N${id}`,
    owner: { id, login: 'bob' },
    token_expired: false,
    login: 'bob',
    credential_id: id,
    credential_type: 'SSH key',
    authorized_credential_title: `N${id}`,
  };
}

/**
 * What a source lists, by name, where every list is read as these ids: one reading after
 * the other, the last as often as it takes.
 */
async function listed(name: string, ...readings: readonly (readonly number[])[]) {
  const source = sources.find((each) => each.name === name);
  const read = new Map<string, number>();
  const pages: GitHub['pages'] = async function* (route, _, schema) {
    const at = read.get(route) ?? 0;
    read.set(route, at + 1);
    for (const id of readings[Math.min(at, readings.length - 1)] ?? []) yield schema.parse(entry(id));
  };
  const organization = { id: 1, login: 'acme', installationId: 1, state: 'active' } as const;
  const repository = source?.level === 'repository' ? { repository: asKnown({ id: 5, name: 'shop' }) } : {};
  const list = source?.list({ pages } as GitHub, { organization, now: NOW, ...repository }) ?? [];
  const listings = await Array.fromAsync(list);
  const names = listings.map(({ scope, credentials, texts }) => {
    const own = credentials.length > 0 ? credentials : texts;
    return scope.environment === undefined ? own.map((each) => each.name) : [scope.environment];
  });
  return { names: names.flat(), times: [...read.values()] };
}

const all = Array.from({ length: 150 }, (_, at) => at + 1);
const without = (...ids: readonly number[]) => all.filter((id) => !ids.includes(id));
const lists = sources.map(({ name }) => name).filter((name) => !NEWS.some((each) => name.startsWith(each)));

it.each(lists)('%s: what was skipped because something else went is listed', async (name) => {
  // The 3rd goes after the first page: the 101st stands on it by then, and the second page begins with the 102nd.
  const { names } = await listed(name, without(101), without(3));
  expect(names).toHaveLength(150);
  expect(names.some((each) => /(?:^|\D)101(?:\D|$)/.test(each))).toBe(true);
});

it.each(lists)('%s: a list of one page is read once', async (name) => {
  const { times } = await listed(name, all.slice(0, 1));
  expect(new Set(times)).toEqual(new Set([1]));
});
