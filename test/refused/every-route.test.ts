// Every route that is asked in a pass, and every kind of answer: nothing is gone, proved,
// closed, departed or let through by one that tells nothing.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { incidents, onboard, sweep } from '../../src/jobs/requests.ts';
import { DAY } from '../../src/model/time.ts';
import { type Asked, layAround } from './answers.ts';
import { keepWritten, type State, stateOf, wrongs } from './judge.ts';
import { KINDS, type Kind } from './kinds.ts';
import { type Ledger, openLedger, type Ran, run } from './pass.ts';
import { startWorld, type World } from './world.ts';

let world: World;
let answers: ReturnType<typeof layAround>;
let mirrors: string;
let base: Ledger;
let putBack: () => void;
let routes: readonly string[];
/** What was asked in a pass without any fault, and what stood after it, and after the next. */
let asked: readonly Asked[];
let should: readonly [State, State];

beforeAll(async () => {
  world = await startWorld();
  mirrors = await mkdtemp(join(tmpdir(), 'refused-mirrors-'));
  answers = layAround(`${world.github.url}/api`);
  base = await openLedger(world, mirrors);
  const { acme, people, repositories, installationId, github } = world;
  await run(base, onboard(installationId));
  for (const place of [repositories.shop, repositories.infra])
    github.removeCollaborator(place, people.alice, people.mallory);
  github.removeMember(acme, people.alice, people.ivan);
  world.revokeHis();
  // They are seen out, and then what is left of theirs is looked at.
  await pass(base, DAY);
  await pass(base, DAY);
  putBack = keepWritten(world);
  const clean = await start();
  answers.taken();
  await pass(clean);
  asked = answers.taken();
  routes = [...new Set(asked.map(({ route }) => route))].toSorted();
  const first = await stateOf(clean);
  await pass(clean);
  should = [first, await stateOf(clean)];
  await clean.close();
}, 240_000);
afterAll(async () => {
  answers.takeAway();
  await base.close();
  await world.github.close();
  await rm(mirrors, { recursive: true, force: true });
});

async function pass(ledger: Ledger, later = 8 * DAY): Promise<Ran> {
  ledger.clock += later;
  return run(ledger, sweep(world.acme.id), incidents(world.acme.id));
}

async function start(): Promise<Ledger> {
  putBack();
  return openLedger(world, mirrors, base);
}

it('has before it what it is about', () => {
  const [first] = should;
  expect(first.people).toMatchObject({ mallory: 'effective', ivan: 'effective', soon: 'scheduled' });
  expect(first.open).toMatchObject({ mallory: true, ivan: false });
  expect(Object.values(first.proved).filter(Boolean).length).toBe(5);
  expect(new Set(Object.values(first.checks))).toEqual(new Set(['failure']));
  expect(routes.length).toBeGreaterThan(60);
});

/** Each route with a kind of answer that can be one of its, another with every round. */
function kindsOf(round: number): ReadonlyMap<string, Kind> {
  return new Map(
    routes.flatMap((route, at) => {
      const fitting = KINDS.filter(({ fits }) => fits(route));
      const kind = fitting[(at * 7 + round * 5) % fitting.length];
      return (at + round) % 3 === 0 && kind && !/installation/.test(route) ? [[route, kind] as const] : [];
    }),
  );
}

/** Behind each: what cannot be asked without it. */
const ALONE: readonly (readonly [route: string, behind: RegExp])[] = [
  ['GET /orgs/{org}/members', /\/outside_collaborators$/],
  ['GET /orgs/{org}/teams', /\/teams\/payments\/members$/],
  ['GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs', /\/shop\/actions\/workflows\//],
];

it.each(ALONE)('%s stops nothing else where GitHub fails to answer it', async (route, behind) => {
  const ledger = await start();
  const failing = KINDS.find(({ name }) => name === '502 page');
  answers.plan((one) => (one.route === route && !one.path.includes('/acme/infra/') ? failing?.answer : undefined));
  answers.taken();
  const { failures } = await pass(ledger);
  answers.clear();
  const did = new Set(answers.taken().map(({ path }) => path));
  expect(asked.filter(({ path }) => !did.has(path) && !behind.test(path))).toEqual([]);
  expect(failures.length).toBeGreaterThan(0);
  await ledger.close();
});

it.each([0, 1, 2])(
  'tells nothing that is not so where a third of all is answered badly, and all that is so when it is over: %i',
  async (round) => {
    const ledger = await start();
    const kinds = kindsOf(round);
    const left = new Map([...kinds].map(([route, { times = Number.POSITIVE_INFINITY }]) => [route, times]));
    answers.plan(({ route }) => {
      const many = left.get(route) ?? 0;
      left.set(route, many - 1);
      return many > 0 ? kinds.get(route)?.answer : undefined;
    });
    const ran = await pass(ledger);
    answers.clear();
    const told = [...kinds].map(([route, { name }]) => `${route}: ${name}`).join('\n');
    expect(ran.isEndless, told).toBe(false);
    expect(wrongs(await stateOf(ledger), should[0], world.secrets), told).toEqual([]);
    await pass(ledger);
    const { texts: _, ...after } = await stateOf(ledger);
    const { texts: __, ...wanted } = should[1];
    expect(after, told).toEqual(wanted);
    await ledger.close();
  },
);
