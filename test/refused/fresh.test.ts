// A repository that came a moment ago, and that GitHub fails to show: nobody is woken by
// it, and no case closes that nobody looked there for.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { incidents, onboard, sweep } from '../../src/jobs/requests.ts';
import { DAY } from '../../src/model/time.ts';
import { type Answer, layAround } from './answers.ts';
import { KINDS } from './kinds.ts';
import { type Ledger, openLedger, run } from './pass.ts';
import { type Shown, shownIn } from './shown.ts';
import { startWorld, type World } from './world.ts';

let world: World;
let answers: ReturnType<typeof layAround>;
let mirrors: string;
let ledger: Ledger;
let rest: Shown;
const bad = new Map<string, Answer>();

beforeAll(async () => {
  world = await startWorld();
  const { acme, people, repositories, installationId, github } = world;
  github.addMember(acme, people.alice, github.user('carl'));
  mirrors = await mkdtemp(join(tmpdir(), 'fresh-mirrors-'));
  answers = layAround(`${github.url}/api`);
  ledger = await openLedger(world, mirrors);
  await run(ledger, onboard(installationId));
  for (const place of [repositories.shop, repositories.infra])
    github.removeCollaborator(place, people.alice, people.mallory);
  github.removeMember(acme, people.alice, people.ivan);
  world.revokeHis();
  for (const days of [1, 40]) await pass(days);
  rest = await pass();
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

/** Whatever GitHub is asked about this repository fails until it is cleared. */
function failing(name: string, kindName: string): void {
  const kind = KINDS.find((each) => each.name === kindName);
  if (kind === undefined) throw new Error(`no answer is called ${kindName}`);
  bad.set(`/repos/acme/${name}`, kind.answer);
  answers.plan(({ path }) => [...bad].find(([place]) => `${path}/`.includes(`${place}/`))?.[1]);
  world.github.fault({ on: new RegExp(`^GIT .*/${name}\\b`), status: 502, times: 1000 });
}

function clear(): void {
  bad.clear();
  answers.clear();
  world.github.clearFaults();
}

const caseOf = ({ loud }: Shown, name: string) =>
  Object.values(loud).find((says) => says.includes(`credentials of ${name}`)) ?? 'none';

it('has before it what it is about', () => {
  expect(caseOf(rest, 'ivan')).toMatch(/^closed/);
  expect(caseOf(rest, 'mallory')).toMatch(/^open/);
});

it('opens no closed case, and lets none close until it was looked at', async () => {
  const { acme, people, github } = world;
  for (const [name, kind] of Object.entries({ one: '500', two: '404', three: '200 page' })) {
    await github.createRepository(acme, name, { actor: people.alice });
    failing(name, kind);
  }
  github.removeMember(acme, people.alice, github.user('carl'));
  const during = await pass();
  expect(during.loud).toMatchObject(rest.loud);
  expect(Object.keys(during.loud).length).toBe(Object.keys(rest.loud).length + 1);
  expect(caseOf(during, 'carl')).toMatch(/^open/);
  clear();
  expect(caseOf(await pass(), 'carl')).toMatch(/^closed/);
}, 120_000);
