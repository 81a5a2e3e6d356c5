import { minimatch } from 'minimatch';
import type { KnownCredential } from '../model/credential.ts';
import { repositoryName } from '../model/organization.ts';
import { type Person, TEAM_APPROVERS } from '../model/person.ts';
import { ANY_NAME } from '../model/use.ts';
import { isPlace, namesAsOwner } from '../policy/owner.ts';
import { lastOf } from '../policy/teams.ts';
import type { Store } from '../store/store.ts';
import type { CaseRecords } from './case-facts.ts';
import { storeOfKind } from './credential-uses.ts';
import type { Ground } from './ground.ts';

/** At least what these people answer for: as somebody decided, as the policy says, as the CODEOWNERS of a repository do. */
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
    patterns.some((pattern) => isPlace(pattern, repositoryName(scope.repository ?? ''), minimatch));
  // By the name that the store had when it was listed, which a look for repositories of that name would miss after a renaming.
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
}

/** At least what these people could read or had to approve, and whatever has the same name as one of these credentials where a workflow would take it instead. */
export async function credentialsAround(
  store: Store,
  { organization: { id: org } }: Ground,
  { access, uses }: CaseRecords,
  { credentials, people }: Theirs,
): Promise<readonly KnownCredential[]> {
  const ids = new Set(people.map(({ id }) => id));
  const readable = [...access.values()].flatMap(({ repositoryId, people: there }) =>
    there.some(({ id }) => ids.has(id)) ? [repositoryId] : [],
  );
  const secrets = credentials.filter(({ kind }) => storeOfKind(kind) !== undefined);
  const inRepositories = new Set(secrets.flatMap(({ scope }) => scope.repositoryId ?? []));
  const wide = new Set(
    secrets.flatMap(({ scope, name }) => (scope.repositoryId === undefined ? [name.toUpperCase()] : [])),
  );
  const using = [...uses].flatMap(([id, record]) =>
    wide.size > 0 && record.uses.some(({ name }) => name === ANY_NAME || wide.has(name)) ? [Number(id)] : [],
  );
  const all = [
    ...credentials,
    ...(await store.credentials.find(org, { places: inRepositories, environments: true })),
    ...(await store.credentials.find(org, { places: [...readable, ...using] })),
    ...(await store.credentials.find(org, { ids: new Set(await store.credentials.named(org, [TEAM_APPROVERS])) })),
    ...(readable.length > 0 ? await store.credentials.find(org, { places: 'organization' }) : []),
  ];
  const byId = new Map(all.map((each) => [each.id, each]));
  return [...byId.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
}
