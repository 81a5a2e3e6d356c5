// Every route that is asked in a pass fails for one pass: nobody is woken by it, and no
// merge is let through or stopped.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AtRest, bringToRest } from './at-rest.ts';
import { KINDS } from './kinds.ts';
import type { Shown } from './shown.ts';
import { startWorld, type World } from './world.ts';

/** What passes by itself. */
const TRANSIENT = KINDS.filter(({ name }) => ['500', '502 page', 'cut', 'timeout', 'limit, 403 bare'].includes(name));

const ROUNDS = [0, 1, 2, 3];

/** Without these nothing is written, and what the others lead to would not be seen: they fail last, on their own. */
const TO_WRITE = /^(?:POST|PATCH|PUT) \/repos|\{issue_number\}|check-runs|^GET \/app$/;

let world: World;
let atRest: AtRest;
let routes: readonly string[];
let rest: Shown;

beforeAll(async () => {
  world = await startWorld();
  const { acme, people, repositories, github } = world;
  const calm = await github.createRepository(acme, 'calm', { actor: people.alice });
  const by = { author: 'alice', email: people.alice.email, date: '2026-01-05', message: 'Start' };
  await github.commit(calm, [{ ...by, files: { 'README.md': '# calm\n' } }]);
  await github.push(calm, people.bob, [{ branch: 'fix', message: 'Fix', files: { 'fix.txt': 'fine\n' } }]);
  await github.openPull(calm, people.bob, { title: 'Fix', head: 'fix' });
  world = { ...world, repositories: { ...repositories, calm } as World['repositories'] };
  atRest = await bringToRest(world);
  atRest.answers.taken();
  rest = await atRest.pass();
  routes = [...new Set(atRest.answers.taken().map(({ route }) => route))].filter(
    (route) => !/installation/.test(route),
  );
}, 240_000);
afterAll(() => atRest.close());

it('has before it what it is about', () => {
  const loud = Object.values(rest.loud).join('\n');
  for (const stands of [
    'open · Handback (critical): credentials of mallory',
    'closed · Handback: credentials of ivan',
    'open · Handback: credentials of people who left',
    'success: Nothing stands in the way',
    'failure: 1 secret in these commits · 11 credentials of people who left',
  ])
    expect(loud).toContain(stands);
  expect(routes.length).toBeGreaterThan(50);
  expect(TRANSIENT.length).toBe(5);
});

it.each(ROUNDS)(
  'wakes nobody where a part of all routes fails for a pass, and what failed in the one before does not: %i',
  async (round) => {
    const failing = new Map(
      routes.flatMap((route, at) => {
        const kind = TRANSIENT[(at + round) % TRANSIENT.length];
        const ofRound = TO_WRITE.test(route) ? ROUNDS.length - 1 : at % (ROUNDS.length - 1);
        return ofRound === round && kind ? [[route, kind] as const] : [];
      }),
    );
    const left = new Map([...failing].map(([route, { times = Number.POSITIVE_INFINITY }]) => [route, times]));
    atRest.answers.plan(({ route }) => {
      const many = left.get(route) ?? 0;
      left.set(route, many - 1);
      return many > 0 ? failing.get(route)?.answer : undefined;
    });
    if (round === 0) world.github.fault({ on: /^GIT /, status: 502, times: 1000 });
    const told = [...failing].map(([route, { name }]) => `${route}: ${name}`).join('\n');
    const shown = await atRest.pass();
    atRest.answers.clear();
    world.github.clearFaults();
    expect(shown, told).toEqual(rest);
  },
  240_000,
);

it('nor when all is over', async () => {
  expect(await atRest.pass()).toEqual(rest);
}, 120_000);
