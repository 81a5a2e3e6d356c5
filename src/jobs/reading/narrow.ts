import type { AuditFact } from '../../model/audit.ts';
import type { Coverage } from '../../model/coverage.ts';
import type { KnownCredential } from '../../model/credential.ts';
import type { Departure } from '../../model/departure.ts';
import type { Organization } from '../../model/organization.ts';
import { partsOf } from '../../model/parts.ts';
import type { Instant } from '../../model/time.ts';
import type { Violation } from '../../model/violation.ts';
import type { Standing } from '../../policy/evaluate.ts';
import { addLeftovers, type LeftoversSoFar } from '../../policy/leftovers.ts';
import type { Store } from '../../store/store.ts';
import { credentialsAround, credentialsEverywhere, ownedCandidates, sameNamed } from './around.ts';
import { type CaseRecords, isUnderWay, readCaseRecords } from './case-facts.ts';
import { factsAbout, factsNaming } from './facts.ts';
import { actsOfLeavers, type Ground, namesEver, readGround } from './ground.ts';
import { coverageThatTells } from './out-of-sight.ts';
import type { UseRecords } from './owners.ts';
import { derive, type FullSituation } from './situation.ts';
import { readStanding } from './standing.ts';
import { birthsOf, type UpkeepPortion, upkeepOf } from './upkeep.ts';
import { everyFile } from './watched-files.ts';

interface Options {
  /** Departures that are derived at once; else as many as have some hundred credentials together. */
  readonly portion?: number;
  /** Credentials that are looked at together for upkeep. */
  readonly files?: number;
}

/**
 * The same as `situation`, some departures at a time, read from no more credentials than can be of
 * any matter to them: an organisation may have half a million, and mostly a handful of leavers.
 * Behind these comes one without cases, but with the heads, all violations that concern them, and
 * the upkeep; and then what all cases leave in each repository, some repositories at a time: a digest
 * planned from one portion would say of the rest that it is gone. Planned one after the other they
 * give the same steps (test/jobs/narrow.test.ts).
 */
export async function* situations(
  store: Store,
  organization: Organization,
  now: Instant,
  { portion, files }: Options = {},
): AsyncGenerator<FullSituation> {
  const ground = await readGround(store, organization, now);
  const shared = await sharedBy(store, ground);
  const withHeads = new Set(ground.heads.map(({ repositoryId }) => repositoryId));
  const standing: Violation[] = [];
  const leftovers: LeftoversSoFar = new Map();
  let size = portion ?? FIRST;
  for (let at = 0; at < ground.departures.length; ) {
    const departures = ground.departures.slice(at, at + size);
    at += size;
    const derived = await ofDepartures(store, ground, departures, shared);
    yield { ...derived, heads: [], actions: { ...derived.actions, digest: [] } };
    addLeftovers(leftovers, { ...derived, policy: ground.reading.policy }, now);
    if (withHeads.size > 0) for (const each of derived.violations) if (isIn(each, withHeads)) standing.push(each);
    size = portion ?? sizeAfter(size, derived.files.size);
  }
  const ofAll = await ofHeads(store, ground, shared, files);
  yield { ...ofAll, violations: standing, actions: { ...ofAll.actions, digest: [] } };
  const { upkeep: _, ...rest } = ofAll;
  for (const part of partsOf([...leftovers], REPOSITORIES))
    yield { ...rest, heads: [], files: new Map(), leftovers: new Map(part) };
}

/** Whose digests are planned at once: all together they are the longest of all that a pass says. */
const REPOSITORIES = 50;

/** Departures of the first portion, and of any. */
const [FIRST, MOST] = [4, 50];

/**
 * Credentials that should be in memory together: with many more of them, most of what one
 * portion reads is copied by the garbage collector before it is dropped.
 */
const CREDENTIALS = 150;

/** If the next leavers have about as many as these had. */
function sizeAfter(size: number, credentials: number): number {
  return Math.max(1, Math.min(MOST, Math.round((size * CREDENTIALS) / Math.max(1, credentials))));
}

/** One departure alone, as `situation` has it. */
export async function situationOf(store: Store, ground: Ground, departure: Departure): Promise<FullSituation> {
  const own = { ...ground, departures: [departure] };
  return ofDepartures(store, own, [departure], await sharedBy(store, own));
}

interface Shared {
  readonly coverage: readonly Coverage[];
  readonly acts: readonly AuditFact[];
  readonly records: CaseRecords | undefined;
  readonly everywhere: readonly KnownCredential[];
  readonly standing: Standing;
}

/** What is read once, for whatever departures. */
async function sharedBy(store: Store, ground: Ground): Promise<Shared> {
  const [coverage, acts, records, standing] = await Promise.all([
    coverageThatTells(store, ground),
    actsOfLeavers(store, ground),
    readCaseRecords(store, ground),
    readStanding(store, ground.organization.id),
  ]);
  const everywhere = records === undefined ? [] : await credentialsEverywhere(store, ground.organization.id);
  return { coverage, acts, records, everywhere, standing };
}

async function ofDepartures(
  store: Store,
  ground: Ground,
  departures: readonly Departure[],
  { coverage, acts, records, everywhere, standing }: Shared,
): Promise<FullSituation> {
  const org = ground.organization.id;
  const people = departures.flatMap(({ person }) => person ?? []);
  const machines = people.flatMap((person) => ground.machinesOf(person).flatMap((each) => each.person ?? []));
  const underWay = departures.filter(isUnderWay).flatMap(({ person }) => person ?? []);
  const open = departures.some(isUnderWay) ? records : undefined;
  const owned = open === undefined ? [] : await ownedCandidates(store, ground, open, underWay);
  const facts = await factsNaming(store, org, namesEver(ground, [...people, ...machines]), owned);
  const around =
    open === undefined
      ? []
      : await credentialsAround(store, ground, open, { credentials: facts.credentials, people: underWay, everywhere });
  return derive(ground, { departures, facts, around, coverage, acts, records: open, standing });
}

/**
 * What is left once every departure has been looked at. Upkeep is about every credential,
 * so where a policy asks for it all are passed over.
 */
async function ofHeads(
  store: Store,
  ground: Ground,
  { coverage, records }: Shared,
  files: number | undefined,
): Promise<FullSituation> {
  const org = ground.organization.id;
  const found = new Set(
    ground.heads.flatMap(({ scan }) => (scan.state === 'done' ? scan.found.map(({ credential }) => credential) : [])),
  );
  const facts = await factsAbout(store, org, found);
  const derived = derive(ground, { departures: [], facts, around: [], coverage, acts: [], records: undefined });
  const portions = ({ uses }: UseRecords) => everyPortion(store, ground, uses, files);
  const upkeep = await upkeepOf(store, ground, portions, records);
  return { ...derived, ...(upkeep === undefined ? {} : { upkeep }) };
}

async function* everyPortion(
  store: Store,
  ground: Ground,
  uses: UseRecords['uses'],
  portion: number | undefined,
): AsyncGenerator<UpkeepPortion> {
  for await (const files of everyFile(store, ground, portion)) {
    const credentials = files.map(({ credential }) => credential);
    yield { files, around: await sameNamed(store, ground.organization.id, uses, credentials) };
  }
}

/**
 * What the checks of one repository follow from: what stands in it, whoever made it. There
 * are no cases worth reading in it.
 */
export async function situationIn(
  store: Store,
  organization: Organization,
  repositoryId: number,
  now: Instant,
): Promise<FullSituation> {
  const { id: org } = organization;
  const [heads, there, seen] = await Promise.all([
    store.heads.listOpen(org, repositoryId),
    store.credentials.find(org, { places: [repositoryId] }),
    store.sightings.at(org, repositoryId),
  ]);
  const found = heads.flatMap(({ scan }) => (scan.state === 'done' ? scan.found : []));
  const ids = new Set([...there.map(({ id }) => id), ...[...seen, ...found].map(({ credential }) => credential)]);
  const facts = await factsAbout(store, org, ids);
  const places = new Set([repositoryId, ...facts.credentials.flatMap(({ scope }) => scope.repositoryId ?? [])]);
  const ground = await readGround(store, organization, now, { places, heads });
  const { departures } = ground;
  const derived = derive(ground, { departures, facts, around: [], coverage: [], acts: [], records: undefined });
  return { ...derived, cases: [], upkeep: birthsOf(ground, [...derived.files.values()]) };
}

/** A check says what stands in its repository. */
function isIn({ file }: Violation, repositories: ReadonlySet<number>): boolean {
  const places = [file.credential.scope, ...file.sightings.map(({ scope }) => scope)];
  return places.some(({ repositoryId }) => repositoryId !== undefined && repositories.has(repositoryId));
}
