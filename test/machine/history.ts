// One history: acts, then calm, then a full sweep; and a fresh App that sees only how it ended and what was noticed.
import { enforce, incidents, prove, sweep } from '../../src/jobs/requests.ts';
import type { Store } from '../../src/store/store.ts';
import type { Act } from './acts.ts';
import { everyCheckStands, factsOf, holdsAtRest, issueOf } from './invariants.ts';
import { calm, install, type Machine, makeMachine, run, settle } from './machine.ts';
import { perform } from './perform.ts';
import { makeWorld, type World } from './world.ts';

/** Plays the acts. Whenever the App has come to rest, everything that must hold at rest is looked at. */
export async function play(store: Store, org: number, seed: string, acts: readonly Act[]): Promise<Machine> {
  const machine = makeMachine(store, makeWorld(org), seed);
  await install(machine);
  await settle(machine);
  for (const act of acts) {
    await perform(machine, act);
    if (act.do === 'settle') await holdsAtRest(machine);
  }
  return machine;
}

/**
 * No more trouble: what is under way arrives, and then the periodic passes find what was
 * lost; every check at the first.
 */
export async function comeToRest(machine: Machine): Promise<void> {
  const { world } = machine;
  await calm(machine);
  for (let pass = 0; pass < 2; pass += 1) {
    world.now += 60_000;
    await run(machine, [sweep(world.org)]);
    await settle(machine);
    everyCheckStands(world);
    await run(machine, [incidents(world.org), prove(world.org), enforce(world.org)]);
    await settle(machine);
  }
}

/**
 * An App that was never there: it sees the world as it is now, and is given what nobody can see
 * any more: what was said of people, evidence, and things that are gone. Whether these are proved
 * gone it finds out by itself; so it does with who still has access, and with what is covered.
 */
export async function fresh({ store, world }: Machine, org: number, seed: string): Promise<Machine> {
  const blank = { issues: [], runs: [], mail: [], trouble: [], sent: [] };
  const now: World = { ...structuredClone(world), ...blank, org, installation: org + 1 };
  const machine = makeMachine(store, now, seed);
  const ids = moved(world.org, org);
  now.policy = ids(now.policy);
  // In the order in which they were heard: a departure is named after what was heard first.
  const heard = (await store.departures.list(world.org)).toSorted((a, b) => (a.heard ?? 0) - (b.heard ?? 0));
  await store.departures.add(org, heard);
  await store.people.save(org, await store.people.list(world.org));
  const copy = <T>(facts: readonly T[]) => JSON.parse(ids(JSON.stringify(facts))) as readonly T[];
  await store.evidence.add(org, copy(await store.evidence.list(world.org)));
  // Commits of a pull request that was closed, and what is listed no more, are seen by nobody who comes later.
  const known = copy(await store.credentials.list(world.org));
  const former = known.filter(({ plaintext, goneAt }) => plaintext !== undefined || goneAt !== undefined);
  await store.credentials.save(org, former, now.now);
  for (const { id, goneAt } of former) if (goneAt !== undefined) await store.credentials.markGone(org, id, goneAt);
  await store.sightings.add(org, copy(await store.sightings.list(world.org)));
  await install(machine);
  await comeToRest(machine);
  return machine;
}

/** Ids of repositories and of what is in them carry the number of the organisation. */
function moved(from: number, to: number): (text: string) => string {
  const place = new RegExp(`(deploy-key:|actions-secret:|"repositoryId":)${from / 100}(\\d\\d)\\b`, 'g');
  return (text) => text.replaceAll(place, `$1${to / 100}$2`);
}

/** Said beside "not proved gone", which both say. */
const ONLY_WHO_SAW_IT_GONE = /^\d+ of them w(?:as|ere) gone and (?:is|are) back$/;

/** What stands: which cases are open and for what, and what each check says. */
export async function standing(machine: Machine, as: number): Promise<object> {
  const { world } = machine;
  const facts = await factsOf(machine);
  const ids = moved(world.org, as);
  const open = facts.cases
    .filter(({ departure }) => issueOf(world, departure)?.state === 'open')
    .map(({ departure, items, openReasons }) => ({
      departure: departure.id,
      undone: items
        .filter(({ done }) => !done)
        .map(({ file }) => ids(file.credential.id))
        .toSorted(),
      because: openReasons
        .filter((reason) => !ONLY_WHO_SAW_IT_GONE.test(reason))
        .map((reason) => reason.replace(/of \d+/, 'of all')),
    }))
    .toSorted((a, b) => (a.departure < b.departure ? -1 : 1));
  const checks = world.pulls
    .filter((pull) => pull.open)
    .map(({ sha }) => [sha, world.runs.findLast((each) => each.sha === sha)?.conclusion]);
  return { open, checks };
}
