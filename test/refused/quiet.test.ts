// Every route that is asked in a pass fails for one pass: nobody is woken by it, and no
// merge is let through or stopped.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { incidents, onboard, sweep } from '../../src/jobs/requests.ts';
import { DAY } from '../../src/model/time.ts';
import { layAround } from './answers.ts';
import { KINDS } from './kinds.ts';
import { type Ledger, openLedger, run } from './pass.ts';
import { type Shown, shownIn } from './shown.ts';
import { startWorld, type World } from './world.ts';

/** What passes by itself. */
const TRANSIENT = KINDS.filter(({ name }) => ['500', '502 page', 'cut', 'timeout', 'limit, 403 bare'].includes(name));

const ROUNDS = [0, 1, 2, 3];

/** Without these nothing is written, and what the others lead to would not be seen: they fail last, on their own. */
const TO_WRITE = /^(?:POST|PATCH|PUT) \/repos|\{issue_number\}|check-runs|^GET \/app$/;

let world: World;
let answers: ReturnType<typeof layAround>;
let mirrors: string;
let ledger: Ledger;
let routes: readonly string[];
let rest: Shown;

beforeAll(async () => {
  world = await startWorld();
  const { acme, people, repositories, installationId, github } = world;
  const calm = await github.createRepository(acme, 'calm', { actor: people.alice });
  const by = { author: 'alice', email: people.alice.email, date: '2026-01-05', message: 'Start' };
  await github.commit(calm, [{ ...by, files: { 'README.md': '# calm\n' } }]);
  await github.push(calm, people.bob, [{ branch: 'fix', message: 'Fix', files: { 'fix.txt': 'fine\n' } }]);
  await github.openPull(calm, people.bob, { title: 'Fix', head: 'fix' });
  world = { ...world, repositories: { ...repositories, calm } as World['repositories'] };
  mirrors = await mkdtemp(join(tmpdir(), 'quiet-mirrors-'));
  answers = layAround(`${github.url}/api`);
  ledger = await openLedger(world, mirrors);
  await run(ledger, onboard(installationId));
  for (const place of [repositories.shop, repositories.infra])
    github.removeCollaborator(place, people.alice, people.mallory);
  github.removeMember(acme, people.alice, people.ivan);
  world.revokeHis();
  // They are seen out, what is left of theirs is looked at, and the re-checks are over.
  for (const days of [1, 40]) await pass(days);
  answers.taken();
  rest = await pass();
  routes = [...new Set(answers.taken().map(({ route }) => route))].filter((route) => !/installation/.test(route));
}, 240_000);
afterAll(async () => {
  answers.takeAway();
  await ledger.close();
  await world.github.close();
  await rm(mirrors, { recursive: true, force: true });
});

async function pass(days = 1): Promise<Shown> {
  ledger.clock += days * DAY;
  await run(ledger, sweep(world.acme.id), incidents(world.acme.id));
  return shownIn(world);
}

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
    answers.plan(({ route }) => {
      const many = left.get(route) ?? 0;
      left.set(route, many - 1);
      return many > 0 ? failing.get(route)?.answer : undefined;
    });
    if (round === 0) world.github.fault({ on: /^GIT /, status: 502, times: 1000 });
    const told = [...failing].map(([route, { name }]) => `${route}: ${name}`).join('\n');
    const shown = await pass();
    answers.clear();
    world.github.clearFaults();
    expect(shown, told).toEqual(rest);
  },
  240_000,
);

it('nor when all is over', async () => {
  expect(await pass()).toEqual(rest);
}, 120_000);
