// A place or the whole organisation is out of sight for one pass: nobody is woken by it,
// and no merge is let through or stopped.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { onboard } from '../../src/jobs/requests.ts';
import type { Answer, Asked } from './answers.ts';
import { type AtRest, bringToRest } from './at-rest.ts';
import { KINDS } from './kinds.ts';
import { run } from './pass.ts';
import type { Shown } from './shown.ts';
import { startWorld, type World } from './world.ts';

let world: World;
let atRest: AtRest;
let rest: Readonly<Record<string, string>>;

beforeAll(async () => {
  world = await startWorld();
  atRest = await bringToRest(world);
  rest = loud(await atRest.pass());
}, 240_000);
afterAll(() => atRest.close());

/** Without the pages of a case: what it says of a place that is not visible may be longer than its first one. */
const loud = (shown: Shown) =>
  Object.fromEntries(Object.entries(shown.loud).filter(([, says]) => !says.includes('<!-- handback:page:')));

const saying = (name: string): Answer => {
  const kind = KINDS.find((each) => each.name === name);
  if (kind === undefined) throw new Error(`no answer is called ${name}`);
  return kind.answer;
};

const told = (change: (body: Record<string, unknown>) => object): Answer => {
  return async (real, { url }) => {
    const body = JSON.stringify(change((await (await real()).json()) as Record<string, unknown>));
    const answer = new Response(body, { headers: { 'content-type': 'application/json' } });
    return Object.defineProperty(answer, 'url', { value: url });
  };
};

const unlisted = (...names: readonly string[]): Answer =>
  told(({ repositories }) => {
    const left = (repositories as { name: string }[]).filter(({ name }) => !names.includes(name));
    return { total_count: left.length, repositories: left };
  });

const LIST = 'GET /installation/repositories';
const SHOP = /\/repos\/acme\/shop(?:\/|$)/;
const SETTINGS = /\/repos\/acme\/\.github-private(?:\/|$)/;

type Away = (asked: Asked, before: number) => Answer | undefined;

/** `before`: how often the same was asked in this pass. */
const AWAY: readonly (readonly [string, Away])[] = [
  ['a repository', ({ path }) => (SHOP.test(path) ? saying('404') : path === LIST ? unlisted('shop') : undefined)],
  [
    'the repository of the policy, in one answer, and that of the cases, in one list',
    ({ path }, before) => {
      if (before > 0) return undefined;
      return SETTINGS.test(path) ? saying('403') : path === LIST ? unlisted('security') : undefined;
    },
  ],
  [
    'the one of the policy, for GitHub says once that it is not there',
    ({ path }, before) => (SETTINGS.test(path) && before === 0 ? saying('404') : undefined),
  ],
  [
    'everything, as the installation is suspended',
    ({ path, route }) => {
      if (route === 'GET /app/installations/{installation_id}')
        return told((body) => ({ ...body, suspended_at: '2026-01-01T00:00:00Z' }));
      return path.startsWith('GET /app') ? undefined : saying('403, suspended');
    },
  ],
];

it('has before it what it is about', () => {
  const all = Object.values(rest).join('\n');
  for (const stands of ['open · Handback (critical): credentials of mallory', 'closed · Handback: credentials of ivan'])
    expect(all).toContain(stands);
  expect(all).toContain('failure: 1 secret in these commits');
});

it.each(AWAY)(
  'wakes nobody while it is out of sight for a pass, and when it is back: %s',
  async (_, away) => {
    const asked = new Map<string, number>();
    let refused = 0;
    atRest.answers.plan((one) => {
      const before = asked.get(one.path) ?? 0;
      asked.set(one.path, before + 1);
      const answer = away(one, before);
      refused += answer === undefined ? 0 : 1;
      return answer;
    });
    const during = loud(await atRest.pass());
    atRest.answers.clear();
    expect(refused).toBeGreaterThan(0);
    expect(during).toEqual(rest);
    // GitHub sends an event when an installation is let in again.
    await run(atRest.ledger, onboard(world.installationId));
    atRest.answers.taken();
    expect(loud(await atRest.pass())).toEqual(rest);
    expect(atRest.answers.taken().length).toBeGreaterThan(50);
  },
  240_000,
);
