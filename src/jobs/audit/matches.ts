import { type AuditFinding, type AuditKnown, fromAudit } from '../../attribute/audit/evidence.ts';
import { repositoryFinder } from '../../attribute/audit/known.ts';
import type { AuditFact } from '../../model/audit.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { Repository } from '../../model/organization.ts';
import type { Store } from '../../store/store.ts';

/**
 * Where the credential that a fact means can be: a repository's id, the organisation, or
 * wherever a webhook with its number is.
 */
type Place = number | 'organization' | 'hooks';

type PlaceOf = (fact: AuditFact) => Place | undefined;

interface Portions {
  /** Facts that are in memory together. */
  readonly facts: number;
  /** Repositories whose credentials are. */
  readonly repositories: number;
}

const PORTIONS: Portions = { facts: 50_000, repositories: 100 };

/**
 * What the audit log says about credentials that are known by now, some repositories at a time. Each fact
 * is held against what its place holds: the log of a large organisation may be as long as its ledger.
 */
export async function* auditMatches(
  store: Store,
  org: number,
  portions: Portions = PORTIONS,
): AsyncGenerator<readonly Evidence[]> {
  const repositories = await store.repositories.list(org);
  const placeOf = placeFinder(repositories);
  for await (const facts of factPortions(store, org, placeOf, portions.facts))
    for await (const findings of findingsOf(store, org, repositories, facts, portions.repositories)) {
      const found = findings.flatMap(({ evidence }) => evidence);
      if (found.length > 0) yield found;
    }
}

/** How many of these facts are about a credential, and about none that is known by now. */
export async function countUnknown(store: Store, org: number, facts: readonly AuditFact[]): Promise<number> {
  const repositories = await store.repositories.list(org);
  let known = 0;
  for await (const findings of findingsOf(store, org, repositories, facts, PORTIONS.repositories))
    known += findings.filter(({ evidence }) => evidence.length > 0).length;
  return facts.filter(({ about }) => about !== 'membership' && about !== 'deletion').length - known;
}

/** What each says of what its place holds, some places at a time; nothing is said of a fact that has none. */
async function* findingsOf(
  store: Store,
  org: number,
  repositories: readonly Repository[],
  facts: readonly AuditFact[],
  together: number,
): AsyncGenerator<readonly AuditFinding[]> {
  const byPlace = Map.groupBy(facts, placeFinder(repositories));
  const ids = [...byPlace.keys()].filter((place) => typeof place === 'number');
  const batches: (readonly Place[])[] = [['organization'], ['hooks']];
  for (let at = 0; at < ids.length; at += together) batches.push(ids.slice(at, at + together));
  for (const places of batches) {
    const here = places.flatMap((place) => byPlace.get(place) ?? []);
    if (here.length > 0) yield fromAudit(here, { repositories, ...(await knownIn(store, org, places, here)) });
  }
}

function placeFinder(repositories: readonly Repository[]): PlaceOf {
  const repositoryId = repositoryFinder(repositories);
  return (fact) => {
    if (fact.about === 'membership' || fact.about === 'deletion') return undefined;
    if (fact.about === 'hook') return 'hooks';
    return fact.repository === undefined ? 'organization' : repositoryId(fact.repository);
  };
}

/** Facts of one place stay together: which of several set a variable last is told by all of them. */
async function* factPortions(store: Store, org: number, placeOf: PlaceOf, most: number) {
  let many = 0;
  const first = await store.audit.list(org, (fact) => placeOf(fact) !== undefined && ++many <= most);
  if (many <= most) return void (yield first);
  const parts = Math.ceil(many / most);
  const partOf = (place: Place) => (typeof place === 'number' ? place % parts : 0);
  for (let part = 0; part < parts; part++)
    yield await store.audit.list(org, (fact) => {
      const place = placeOf(fact);
      return place !== undefined && partOf(place) === part;
    });
}

async function knownIn(
  store: Store,
  org: number,
  places: readonly Place[],
  facts: readonly AuditFact[],
): Promise<Pick<AuditKnown, 'credentials' | 'sightings'>> {
  const [place] = places;
  if (place === 'hooks') {
    const numbers = new Set<unknown>(facts.flatMap((fact) => (fact.about === 'hook' ? fact.hookId : [])));
    // A webhook's number stands in no column, and is one of GitHub's: the repository does not come with it.
    const credentials = await store.credentials.list(org, (each) => numbers.has(each.facts['hookId']));
    return { credentials, sightings: [] };
  }
  if (place === 'organization')
    return {
      credentials: await store.credentials.find(org, { places: 'organization' }),
      sightings: await store.sightings.at(org, undefined),
    };
  const ids = places.filter((each) => typeof each === 'number');
  const sightings = [];
  for (const id of ids) for (const each of await store.sightings.at(org, id)) sightings.push(each);
  return { credentials: await store.credentials.find(org, { places: ids }), sightings };
}
