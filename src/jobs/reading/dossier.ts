import type { Coverage } from '../../model/coverage.ts';
import type { KnownCredential } from '../../model/credential.ts';
import type { Owner } from '../../model/owner.ts';
import type { RecordKind, Records } from '../../model/records.ts';
import { ANY_NAME, type Dependent } from '../../model/use.ts';
import type { CredentialFile } from '../../model/violation.ts';
import { type FirstOf, firstOf } from '../../policy/first-of.ts';
import { ownerFinder } from '../../policy/owner.ts';
import { bySlug, emptyTeams } from '../../policy/teams.ts';
import type { Dossier } from '../../policy/words/dossier.ts';
import { scopeKey } from '../../store/scope-key.ts';
import type { Store } from '../../store/store.ts';
import { sameNamed } from './around.ts';
import { usesAmong } from './credential-uses.ts';
import type { Ground } from './ground.ts';
import { matches } from './matches.ts';
import { inSight } from './out-of-sight.ts';
import { usesNamed } from './uses-named.ts';
import { filesAbout } from './watched-files.ts';

/**
 * What a person may mean by a word: an id, else the beginning of ids, else a name or the
 * place of a sighting; of many the first few.
 */
export async function credentialsCalled(
  store: Store,
  org: number,
  wanted: string,
  most: number,
): Promise<FirstOf<KnownCredential>> {
  if (wanted === '') return { first: [], more: 0 };
  const [exact] = await store.credentials.find(org, { ids: [wanted] });
  if (exact !== undefined) return { first: [exact], more: 0 };
  const seen = new Set<string>();
  await store.sightings.list(org, (sighting) => {
    const isHere = sighting.in === 'code' ? isPath(sighting.path, wanted) : sighting.name === wanted;
    if (isHere) seen.add(sighting.credential);
    return false;
  });
  const [begins, called] = [firstOf<KnownCredential>(most), firstOf<KnownCredential>(most)];
  await store.credentials.list(org, (credential) => {
    const { id, name } = credential;
    if (id.startsWith(wanted)) begins.add(credential);
    if (name.toLowerCase() === wanted.toLowerCase() || seen.has(id)) called.add(credential);
    return false;
  });
  return begins.all().first.length > 0 ? begins.all() : called.all();
}

/** `deploy.sh`, `src/deploy.sh` or `src/deploy.sh:12`. */
function isPath(path: string, wanted: string): boolean {
  const bare = wanted.replace(/:\d+$/, '');
  return path === bare || [`/${bare}`, `:${bare}`].some((end) => path.endsWith(end));
}

/** Everything about one credential, read from what bears on it alone. */
export async function dossierOf(store: Store, ground: Ground, id: string): Promise<Dossier | undefined> {
  const { id: org } = ground.organization;
  const file = (await filesAbout(store, ground, [id])).get(id);
  if (file === undefined) return undefined;
  const owner = await ownerOf(store, ground, file);
  return {
    file,
    observations: await store.observations.of(org, [id]),
    uses: await usesNamed(store, org, file.credential),
    ...(owner ? { owner } : {}),
    gaps: await gapsAround(store, ground, file),
  };
}

async function ownerOf(store: Store, ground: Ground, file: CredentialFile): Promise<Owner | undefined> {
  const { organization, reading, decisions } = ground;
  const { credential, sightings } = file;
  const dependents = await dependentsOf(store, ground, file);
  const places = new Set([...placesOf(file), ...dependents.map(({ repositoryId }) => repositoryId)]);
  const members = bySlug((await store.records.list(organization.id, 'team-members')).values());
  const find = ownerFinder({
    policy: reading.policy,
    decisions,
    matches,
    empty: emptyTeams(members, organization.login),
    codeowners: await recordsOf(store, organization.id, 'codeowners', places),
    teams: await recordsOf(store, organization.id, 'teams', places),
  });
  return find({ credential, sightings, dependents });
}

/**
 * The workflows that take it: of all repositories, as what the organisation stores may be
 * used in any, and a value may stand in any.
 */
async function dependentsOf(
  store: Store,
  { organization: { id: org }, repositories }: Ground,
  { credential, sightings }: CredentialFile,
): Promise<readonly Dependent[]> {
  const names = new Set([credential.name.toUpperCase(), ANY_NAME]);
  for (const seen of sightings) if (seen.in === 'variable') names.add(lastWord(seen.name).toUpperCase());
  const uses = await store.records.list(org, 'uses', (record) => ({
    ...record,
    risks: [],
    uses: record.uses.filter(({ name }) => names.has(name)),
    literals: record.literals.filter((literal) => literal.credential === credential.id),
  }));
  const chosen = await store.records.read(org, 'selected', credential.id);
  const selected = new Map(chosen === undefined ? [] : [[String(credential.id), chosen]]);
  const around = await sameNamed(store, org, uses, [credential]);
  return usesAmong(repositories, uses, selected, new Map())(around)(credential, sightings)?.dependents ?? [];
}

/** A variable of agents is seen as `agents variable NAME`. */
function lastWord(name: string): string {
  return name.split(' ').at(-1) ?? name;
}

async function recordsOf<Kind extends RecordKind>(
  store: Store,
  org: number,
  kind: Kind,
  places: Iterable<number | undefined>,
): Promise<ReadonlyMap<string, Records[Kind]>> {
  const found = new Map<string, Records[Kind]>();
  for (const place of places) {
    const record = place === undefined ? undefined : await store.records.read(org, kind, String(place));
    if (record !== undefined) found.set(String(place), record);
  }
  return found;
}

/** What is missing of the organisation as a whole, and of the repositories where it was seen. */
async function gapsAround(store: Store, ground: Ground, file: CredentialFile): Promise<readonly Coverage[]> {
  const looks: Coverage[] = [];
  for (const place of new Set([undefined, ...placesOf(file)]))
    looks.push(...(await store.coverage.at(ground.organization.id, place)));
  const missing = inSight(ground, looks).filter(({ gap }) => gap !== undefined);
  return missing.toSorted((a, b) => order(a.source, b.source) || order(scopeKey(a.scope), scopeKey(b.scope)));
}

function order(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

function placesOf({ credential, sightings }: CredentialFile): readonly (number | undefined)[] {
  return [credential.scope, ...sightings.map(({ scope }) => scope)].map(({ repositoryId }) => repositoryId);
}
