import { type CredentialId, type KnownCredential, PLAINTEXT_SECRET } from '../../model/credential.ts';
import { once } from '../../model/once.ts';
import type { Repository } from '../../model/organization.ts';
import type { Sighting } from '../../model/sighting.ts';
import type { CredentialUses, Dependent, RepositoryUses, StoreName, WorkflowRuns } from '../../model/use.ts';
import { type FindUses, type Stored, useIndex, usesFinder, verdict } from '../../workflows/dependents.ts';

export type UsesOf = (credential: KnownCredential, sightings: readonly Sighting[]) => CredentialUses | undefined;

/** Who uses a credential, among these; undefined for what no workflow takes from a store, such as a deploy key. */
type UsesAmong = (credentials: readonly KnownCredential[]) => UsesOf;

/**
 * What is the same whichever credentials are asked about is put together once. `uses`: by
 * id of the repository, as records are kept.
 */
export function usesAmong(
  repositories: ReadonlyMap<number, Repository>,
  uses: ReadonlyMap<string, RepositoryUses>,
  selected: ReadonlyMap<string, { readonly repositoryIds: readonly number[] }>,
  runs: ReadonlyMap<string, WorkflowRuns>,
): UsesAmong {
  const read = new Map([...uses].map(([id, record]) => [Number(id), record]));
  const present = new Map([...repositories].filter(([, { goneAt }]) => goneAt === undefined));
  const names = new Map([...present].map(([id, { fullName }]) => [id, fullName]));
  const workflows = useIndex({ repositories: names, read });
  const literals = literalDependents(read, names);
  const chosen = new Map([...selected].map(([id, { repositoryIds }]) => [id, new Set(repositoryIds)]));
  return (credentials) => {
    const all = credentials.values().filter(({ goneAt }) => goneAt === undefined);
    const find = usesFinder(workflows, all.flatMap(asStored), mayUse(credentials, present, chosen));
    const known = new Map<CredentialId, CredentialUses | undefined>();
    return (credential, sightings) => {
      if (!known.has(credential.id)) known.set(credential.id, lookUp(credential, sightings, find, literals, runs));
      return known.get(credential.id);
    };
  };
}

function lookUp(
  credential: KnownCredential,
  sightings: readonly Sighting[],
  find: FindUses,
  literals: ReadonlyMap<CredentialId, readonly Dependent[]>,
  runs: ReadonlyMap<string, WorkflowRuns>,
): CredentialUses | undefined {
  const found = [...asStored(credential), ...sightings.flatMap((each) => asVariable(credential.id, each))].map(find);
  const here = literals.get(credential.id) ?? [];
  // A value in code is used by whatever reads the code: only what is found can be said.
  if (credential.kind === PLAINTEXT_SECRET && here.length + found.flatMap((each) => each.dependents).length === 0)
    return undefined;
  if (found.length === 0 && here.length === 0) return undefined;
  const [only] = found;
  if (only !== undefined && found.length === 1 && here.length === 0 && only.dependents.length === 0) return only;
  const dependents = [...here, ...found.flatMap((each) => each.dependents)];
  const unread = Math.max(0, ...found.map((each) => each.unread));
  const beyond = found.find((each) => each.beyond !== undefined)?.beyond;
  const dated = dependents.map((each) => withLastRun(each, runs));
  return verdict(dated, unread, beyond);
}

function withLastRun(dependent: Dependent, runs: ReadonlyMap<string, WorkflowRuns>): Dependent {
  const { lastRunAt } = runs.get(String(dependent.repositoryId))?.asked[dependent.workflow] ?? {};
  return lastRunAt === undefined ? dependent : { ...dependent, lastRunAt };
}

const STORES: ReadonlyMap<string, StoreName> = new Map([
  ['actions-secret', 'actions'],
  ['dependabot-secret', 'dependabot'],
  ['agents-secret', 'agents'],
]);

/** The store whose names files use; undefined for what no file takes from a store. */
export function storeOfKind(kind: string): StoreName | undefined {
  return STORES.get(kind);
}

function asStored({ id, kind, name, scope }: KnownCredential): Stored[] {
  const store = storeOfKind(kind);
  return store === undefined ? [] : [{ id, what: 'secret', name, scope, store }];
}

/**
 * Other places, such as issues, say themselves what they are, in words with a space; variables of agents among them.
 */
function asVariable(id: CredentialId, sighting: Sighting): Stored[] {
  if (sighting.in !== 'variable' || sighting.goneAt !== undefined) return [];
  const { scope } = sighting;
  const [, ofAgents] = /^agents variable (\w+)$/.exec(sighting.name) ?? [];
  if (ofAgents !== undefined) return [{ id, what: 'variable', name: ofAgents, scope, store: 'agents' }];
  return sighting.name.includes(' ') ? [] : [{ id, what: 'variable', name: sighting.name, scope, store: 'actions' }];
}

/** Where the chosen repositories are not visible, any that names the secret may be among them. */
function mayUse(
  credentials: readonly KnownCredential[],
  repositories: ReadonlyMap<number, Repository>,
  chosen: ReadonlyMap<string, ReadonlySet<number>>,
) {
  const visibility = once(
    () =>
      new Map(
        credentials.flatMap(({ id, facts: { visibility: to } }) => (to === undefined ? [] : [[id, to] as const])),
      ),
  );
  return (id: CredentialId, repositoryId: number): boolean => {
    const to = visibility().get(id);
    if (to === 'private') return repositories.get(repositoryId)?.private ?? false;
    return to !== 'selected' || (chosen.get(id)?.has(repositoryId) ?? true);
  };
}

function literalDependents(
  read: ReadonlyMap<number, RepositoryUses>,
  names: ReadonlyMap<number, string>,
): ReadonlyMap<CredentialId, readonly Dependent[]> {
  const all = [...read].flatMap(([repositoryId, { literals }]) =>
    literals.map((literal) => ({ ...literal, repositoryId, repository: names.get(repositoryId) ?? '' })),
  );
  const places = Map.groupBy(all, (each) => JSON.stringify([each.credential, each.repositoryId, each.workflow]));
  const dependents = [...places.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined || !names.has(first.repositoryId)) return [];
    const { credential, repositoryId, repository, workflow } = first;
    const jobs = [...new Set(group.map(({ job }) => job ?? 'every job'))].toSorted();
    const plain = { repositoryId, repository, workflow, jobs, environments: [], receivers: [], sure: true };
    return [{ credential, dependent: plain }];
  });
  const byCredential = Map.groupBy(dependents, ({ credential }) => credential);
  return new Map([...byCredential].map(([id, group]) => [id, group.map(({ dependent }) => dependent)]));
}
