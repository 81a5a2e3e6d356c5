// A repository that came a moment ago, and that GitHub fails to show: nobody is woken by
// it, and no case closes that nobody looked there for.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Answer } from './answers.ts';
import { type AtRest, bringToRest } from './at-rest.ts';
import { KINDS } from './kinds.ts';
import type { Shown } from './shown.ts';
import { startWorld, type World } from './world.ts';

let world: World;
let atRest: AtRest;
let rest: Shown;
const bad = new Map<string, Answer>();

beforeAll(async () => {
  world = await startWorld();
  const { acme, people, github } = world;
  github.addMember(acme, people.alice, github.user('carl'));
  atRest = await bringToRest(world);
  rest = await atRest.pass();
}, 240_000);
afterAll(() => atRest.close());

/** Whatever GitHub is asked about this repository fails until it is cleared. */
function failing(name: string, kindName: string): void {
  const kind = KINDS.find((each) => each.name === kindName);
  if (kind === undefined) throw new Error(`no answer is called ${kindName}`);
  bad.set(`/repos/acme/${name}`, kind.answer);
  atRest.answers.plan(({ path }) => [...bad].find(([place]) => `${path}/`.includes(`${place}/`))?.[1]);
  world.github.fault({ on: new RegExp(`^GIT .*/${name}\\b`), status: 502, times: 1000 });
}

function clear(): void {
  bad.clear();
  atRest.answers.clear();
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
  const during = await atRest.pass();
  expect(during.loud).toMatchObject(rest.loud);
  expect(Object.keys(during.loud).length).toBe(Object.keys(rest.loud).length + 1);
  expect(caseOf(during, 'carl')).toMatch(/^open/);
  clear();
  expect(caseOf(await atRest.pass(), 'carl')).toMatch(/^closed/);
}, 120_000);
