import type { KnownCredential } from '../../model/credential.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { Observation } from '../../model/proof.ts';
import type { Sighting } from '../../model/sighting.ts';
import type { Store } from '../../store/store.ts';

/** What the ledger knows of credentials. */
export interface Facts {
  readonly credentials: readonly KnownCredential[];
  readonly sightings: readonly Sighting[];
  readonly evidence: readonly Evidence[];
  readonly observations: readonly Observation[];
}

export async function allFacts(store: Store, org: number): Promise<Facts> {
  const [credentials, sightings, evidence, observations] = await Promise.all([
    store.credentials.list(org),
    store.sightings.list(org),
    store.evidence.list(org),
    store.observations.list(org),
  ]);
  return { credentials, sightings, evidence, observations };
}

/** All about these, and about whatever stands on the same keys: a proof of the one is none while the other stands. */
export async function factsAbout(store: Store, org: number, ids: ReadonlySet<string>): Promise<Facts> {
  return factsOf(store, org, await store.credentials.find(org, { ids }));
}

/** The same for whatever is tied to one of these names, and for some more. */
export async function factsNaming(
  store: Store,
  org: number,
  names: readonly string[],
  more: readonly string[] = [],
): Promise<Facts> {
  const named = await store.credentials.find(org, { names });
  const ids = new Set<string>(named.map(({ id }) => id));
  const others = await store.credentials.find(org, { ids: more.filter((id) => !ids.has(id)) });
  return factsOf(store, org, others.length === 0 ? named : [...named, ...others].toSorted(byId));
}

/** The same for credentials that were read already. */
export async function factsOf(store: Store, org: number, wanted: readonly KnownCredential[]): Promise<Facts> {
  const ids = new Set<string>(wanted.map(({ id }) => id));
  const publicKeys = new Set(
    wanted.flatMap(({ facts }) => (facts['publicKey'] === undefined ? [] : String(facts['publicKey']))),
  );
  const twins = await store.credentials.find(org, { publicKeys });
  const fresh = twins.filter(({ id }) => !ids.has(id));
  const credentials = fresh.length === 0 ? wanted : [...wanted, ...fresh].toSorted(byId);
  const known = credentials.map(({ id }) => id);
  const [sightings, facts] = await Promise.all([store.sightings.of(org, known), store.facts.of(org, known)]);
  return { credentials, sightings, ...facts };
}

function byId(a: KnownCredential, b: KnownCredential): number {
  return a.id < b.id ? -1 : 1;
}
