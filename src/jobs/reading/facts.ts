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

/** The same for credentials that were read already. */
export async function factsOf(store: Store, org: number, wanted: readonly KnownCredential[]): Promise<Facts> {
  const ids = new Set<string>(wanted.map(({ id }) => id));
  const publicKeys = new Set(
    wanted.flatMap(({ facts }) => (facts['publicKey'] === undefined ? [] : String(facts['publicKey']))),
  );
  const twins = await store.credentials.find(org, { publicKeys });
  const fresh = twins.filter(({ id }) => !ids.has(id));
  const credentials = fresh.length === 0 ? wanted : [...wanted, ...fresh].toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const known = credentials.map(({ id }) => id);
  const [sightings, evidence, observations] = await Promise.all([
    store.sightings.of(org, known),
    store.evidence.of(org, known),
    store.observations.of(org, known),
  ]);
  return { credentials, sightings, evidence, observations };
}
