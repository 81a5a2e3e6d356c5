// What must hold whenever the App has come to rest. Judged from the world and the bare
// facts, not by the App's own pure stages.
import { expect } from 'vitest';
import { type FullSituation, situation } from '../../src/jobs/reading/situation.ts';
import { enforce } from '../../src/jobs/requests.ts';
import type { CredentialId } from '../../src/model/credential.ts';
import type { Departure } from '../../src/model/departure.ts';
import type { Observation } from '../../src/model/proof.ts';
import { DAY } from '../../src/model/time.ts';
import { type Machine, run, settle } from './machine.ts';
import { BOT, CONTRACTORS, type Issue, isHere, type Person, repositoryId, type World } from './world.ts';

export async function holdsAtRest(machine: Machine): Promise<void> {
  await enforceTwiceChangesNothing(machine);
  const facts = await factsOf(machine);
  noTwoOfAKind(machine.world);
  await noCaseIsClosedWithoutProof(machine, facts);
  await nothingSecretIsSaid(machine);
}

export async function factsOf({ store, world }: Machine): Promise<FullSituation> {
  const organization = await store.organizations.byId(world.org);
  if (organization === undefined) throw new Error('the organisation is not known');
  return situation(store, organization, world.now);
}

async function enforceTwiceChangesNothing(machine: Machine): Promise<void> {
  const { world } = machine;
  // The clock may have moved since the last pass: the first may have work.
  await run(machine, [enforce(world.org, true)]);
  await settle(machine);
  const before = world.sent.length;
  await run(machine, [enforce(world.org)]);
  await run(machine, [enforce(world.org, true)]);
  expect(world.sent.slice(before), 'enforcing again writes nothing').toEqual([]);
}

function noTwoOfAKind({ issues, runs }: World): void {
  const markers = issues.flatMap(({ body, user }) => (user.login === BOT ? [...body.matchAll(MARKER)] : []));
  const keys = markers.map(([, key]) => key);
  expect(new Set(keys).size, 'one issue for one departure or repository').toBe(keys.length);
  const live = runs.filter(({ status }) => status !== 'completed').map(({ sha }) => sha);
  expect(new Set(live).size, 'one live check for one head').toBe(live.length);
}

const MARKER = /<!-- handback:((?:case|digest):\S+) -->/g;

export function issueOf({ issues }: World, { id }: Departure): Issue | undefined {
  return issues.find(({ body, user }) => user.login === BOT && body.includes(`<!-- handback:case:${id} -->`));
}

/** What each kind needs by default: docs/proof.md. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  'deploy-key': ['P3', 'P4'],
  'actions-secret': ['P1', 'P2', 'P3', 'P4'],
  'plaintext-secret': ['P4'],
};

async function noCaseIsClosedWithoutProof({ store, world }: Machine, facts: FullSituation): Promise<void> {
  const [known, evidence, observations, coverage] = await Promise.all([
    store.credentials.list(world.org),
    store.evidence.list(world.org),
    store.observations.list(world.org),
    store.coverage.list(world.org),
  ]);
  for (const departure of facts.departures) {
    const { state, who, effectiveAt } = departure;
    if (state !== 'effective' || issueOf(world, departure)?.state !== 'closed') continue;
    const person = CONTRACTORS.find((each) => isSame(each, who));
    const theirs = evidence.filter((each) => each.who.login === person?.login || each.who.id === person?.id);
    // A key that was deleted before any look at the list saw it is known by its event alone.
    const made = new Set(theirs.map(({ credential }) => credential));
    for (const { id } of known.filter((each) => made.has(each.id)))
      expect(isProved(id, observations), `${id} is proved, as the case of ${person?.login} is closed`).toBe(true);
    const unseen = coverage.filter(({ lookedAt, gap }) => gap?.why !== 'permission' && lookedAt < effectiveAt);
    expect(unseen, `everything was looked at since ${person?.login} left`).toEqual([]);
  }
}

/** The last look that saw anything saw enough, and saw it with the control read beside it. */
function isProved(id: CredentialId, observations: readonly Observation[]): boolean {
  const looks = observations.filter((each) => each.credential === id && each.result !== 'unknown');
  const last = looks.toSorted((a, b) => a.at - b.at).at(-1);
  const kind = id.split(':')[0] ?? '';
  const isControlled = kind === 'plaintext-secret' || last?.control?.status === 200;
  return last?.grade !== undefined && (NEEDED[kind]?.includes(last.grade) ?? false) && isControlled;
}

async function nothingSecretIsSaid({ store, world }: Machine): Promise<void> {
  const said = JSON.stringify([
    world.sent,
    await store.journal.list(world.org),
    await store.credentials.list(world.org),
  ]);
  for (const { value } of world.leaks) expect(said.includes(value), 'a value is written nowhere').toBe(false);
}

/**
 * After a full sweep without faults the App agrees with the world: who is here, whose keys
 * stand open, what each check says.
 */
export async function agreesWithTheWorld(machine: Machine): Promise<void> {
  const { world } = machine;
  const facts = await factsOf(machine);
  for (const departure of facts.departures.filter(({ state }) => state === 'effective')) {
    const login = departure.person?.login;
    const issue = issueOf(world, departure);
    const stands = world.keys.some(({ addedBy }) => addedBy.login === login) || world.leaks.some(isLive(login));
    if (stands) expect(issue?.state, `what ${login} made still works`).toBe('open');
    expect(issue, 'a departure has a case').toBeDefined();
  }
  for (const person of CONTRACTORS) {
    const left = facts.departures.some(({ who, state }) => isSame(person, who) && state === 'effective');
    const end = Date.parse(world.roster.get(person.login) ?? '9999-01-01') + DAY;
    expect(left, `${person.login} has left`).toBe(!isHere(world, person) || end <= world.now);
  }
  everyCheckStands(world);
  for (const pull of world.pulls.filter(({ open }) => open)) {
    const check = world.runs.findLast(({ sha }) => sha === pull.sha);
    if (isDangerous(world, facts, pull.repository)) expect(check?.conclusion).toBe('failure');
  }
}

/** After one sweep at the latest, also where GitHub refused it or the look at its commits before. */
export function everyCheckStands({ pulls, runs }: World): void {
  for (const { repository, number, sha } of pulls.filter(({ open }) => open)) {
    const check = runs.findLast((each) => each.sha === sha);
    expect(check?.status, `the check of ${repository}#${number} has concluded`).toBe('completed');
  }
}

function isSame(person: Person, { id, login }: Departure['who']): boolean {
  return person.id === id || person.login === login;
}

function isLive(login: string | undefined): (leak: World['leaks'][number]) => boolean {
  return ({ by, dead, pull }) => by.login === login && !dead && pull === undefined;
}

/** In block mode, past grace: a deploy key of somebody who left, without an exception. */
function isDangerous(world: World, { departures, reading }: FullSituation, repository: string): boolean {
  const { mode, grace_days, exceptions } = reading.policy;
  const past = departures.filter(
    ({ state, effectiveAt }) => state === 'effective' && effectiveAt + grace_days * DAY <= world.now,
  );
  const gone = new Set(past.map(({ person }) => person?.login));
  const spared = (id: number) =>
    exceptions.some(({ credential }) => credential === `deploy-key:${repositoryId(world, repository)}:${id}`);
  return (
    mode === 'block' &&
    world.keys.some((key) => key.repository === repository && gone.has(key.addedBy.login) && !spared(key.id))
  );
}
