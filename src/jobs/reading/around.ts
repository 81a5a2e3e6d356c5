import type { KnownCredential } from '../../model/credential.ts';
import { repositoryName } from '../../model/organization.ts';
import { type Person, TEAM_APPROVERS } from '../../model/person.ts';
import { ANY_NAME } from '../../model/use.ts';
import { isPlace, namesAsOwner } from '../../policy/owner.ts';
import { lastOf } from '../../policy/teams.ts';
import type { Store } from '../../store/store.ts';
import type { CaseRecords } from './case-facts.ts';
import { storeOfKind } from './credential-uses.ts';
import type { Ground } from './ground.ts';
import { matches } from './matches.ts';

/**
 * At least what these people answer for: as somebody decided, as the policy says, as the CODEOWNERS of a repository do.
 */
export async function ownedCandidates(
  store: Store,
  ground: Ground,
  records: CaseRecords,
  people: readonly Person[],
): Promise<readonly string[]> {
  const { organization, decisions, reading } = ground;
  const last = lastOf(records.members, organization.login);
  const names = new Set(people.flatMap((person) => [...namesAsOwner(person), ...(last.get(person.id) ?? [])]));
  const isTheirs = (name: string) => names.has(name.toLowerCase());
  const decided = decisions.flatMap((each) =>
    each.decides === 'owner' && isTheirs(`@${each.owner.login}`) ? [each.credential] : [],
  );
  const patterns = reading.policy.owners.filter(({ owner }) => isTheirs(owner)).map(({ match }) => match);
  const byFile = [...records.codeowners].flatMap(([id, { rules }]) =>
    rules.some(({ owners }) => owners.some(isTheirs)) ? [Number(id)] : [],
  );
  const org = organization.id;
  const isNamed = ({ scope }: KnownCredential) =>
    patterns.some((pattern) => isPlace(pattern, repositoryName(scope.repository ?? ''), matches));
  // By the name that the store had when it was listed, which a look for repositories of that
  // name would miss after a renaming.
  const byPolicy = patterns.length === 0 ? [] : await store.credentials.list(org, isNamed);
  if (decided.length + byPolicy.length + byFile.length === 0) return [];
  const there = await store.credentials.find(org, { places: byFile });
  // What the organisation stores may be used by any workflow, and what stands in a file was found in any repository.
  const ofOrganization = byFile.length === 0 ? [] : await store.credentials.find(org, { places: 'organization' });
  const seen: string[] = [];
  for (const id of byFile) {
    for (const { credential } of await store.sightings.at(org, id)) seen.push(credential);
    for (const { credential } of records.uses.get(String(id))?.literals ?? []) seen.push(credential);
  }
  return [...decided, ...[...byPolicy, ...there, ...ofOrganization].map(({ id }) => id), ...seen];
}

interface Theirs {
  readonly credentials: readonly KnownCredential[];
  readonly people: readonly Person[];
  /** As `credentialsEverywhere` has it: read once, for however many people. */
  readonly everywhere: readonly KnownCredential[];
}

/**
 * At least what these people could read or had to approve, and whatever has the same name
 * as one of these credentials where a workflow would take it instead.
 */
export async function credentialsAround(
  store: Store,
  { organization: { id: org } }: Ground,
  { access, uses }: CaseRecords,
  { credentials, people, everywhere }: Theirs,
): Promise<readonly KnownCredential[]> {
  const ids = new Set(people.map(({ id }) => id));
  const readable = [...access.values()].flatMap(({ repositoryId, people: there }) =>
    there.some(({ id }) => ids.has(id)) ? [repositoryId] : [],
  );
  const named = await sameNamed(store, org, uses, credentials);
  const all = withMore(named, [...(await store.credentials.find(org, { places: readable })), ...everywhere]);
  return all.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** Each once. Mostly there are no more. */
function withMore(some: readonly KnownCredential[], more: readonly KnownCredential[]): readonly KnownCredential[] {
  if (more.length === 0) return some;
  return [...new Map([...some, ...more].map((each) => [each.id, each])).values()];
}

/** What is of matter wherever somebody could read: what a team approves, and what the organisation stores. */
export async function credentialsEverywhere(store: Store, org: number): Promise<readonly KnownCredential[]> {
  return [
    ...(await store.credentials.find(org, { names: [TEAM_APPROVERS] })),
    ...(await store.credentials.find(org, { places: 'organization' })),
  ];
}

/**
 * Repositories that are looked through together: each may hold thousands of credentials, of
 * which few have one of the names.
 */
const PLACES = 200;

/** These, and whatever has the same name where a workflow would take it instead. */
export async function sameNamed(
  store: Store,
  org: number,
  uses: CaseRecords['uses'],
  credentials: readonly KnownCredential[],
): Promise<readonly KnownCredential[]> {
  const secrets = credentials.filter(({ kind }) => storeOfKind(kind) !== undefined);
  const inRepositories = new Set(secrets.flatMap(({ scope }) => scope.repositoryId ?? []));
  const wide = new Set(
    secrets.flatMap(({ scope, name }) => (scope.repositoryId === undefined ? [name.toUpperCase()] : [])),
  );
  const using = [...uses].flatMap(([id, record]) =>
    wide.size > 0 && record.uses.some(({ name }) => name === ANY_NAME || wide.has(name)) ? [Number(id)] : [],
  );
  const more = [...(await store.credentials.find(org, { places: inRepositories, environments: true }))];
  for (let at = 0; at < using.length; at += PLACES) {
    const there = await store.credentials.find(org, { places: using.slice(at, at + PLACES) });
    more.push(...there.filter(({ name }) => wide.has(name.toUpperCase())));
  }
  return withMore(credentials, more);
}
