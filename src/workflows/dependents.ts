import type { CredentialId, Scope } from '../model/credential.ts';
import { once } from '../model/once.ts';
import {
  ANY_NAME,
  type CredentialUses,
  type Dependent,
  isDependabot,
  type RepositoryUses,
  type StoreName,
  type Use,
  type Used,
} from '../model/use.ts';
import { takesFrom } from './stores.ts';

/** A secret or variable as its store lists it. */
export interface Stored {
  readonly id: CredentialId;
  readonly what: Used['what'];
  readonly name: string;
  readonly scope: Scope;
  readonly store: StoreName;
}

/** Which repositories may use what the organisation stores. */
export type MayUse = (id: CredentialId, repositoryId: number) => boolean;

export interface Workflows {
  /** Every repository whose workflows could use something, by id, with its `owner/name`. */
  readonly repositories: ReadonlyMap<number, string>;
  /** What was read, by repository id. */
  readonly read: ReadonlyMap<number, RepositoryUses>;
}

export type FindUses = (stored: Stored) => CredentialUses;

/** What follows from the workflows alone, so that it is put together once, of whatever is asked then. */
export interface UseIndex extends Workflows {
  readonly index: Index;
  readonly unreadIn: (repositoryId: number, store: StoreName) => number;
  readonly unreadAnywhere: ReadonlyMap<StoreName, number>;
}

export function useIndex({ repositories, read }: Workflows): UseIndex {
  const unreadIn = (id: number, store: StoreName) => unreadOf(read.get(id), store);
  const everywhere = (store: StoreName) => repositories.keys().reduce((sum, id) => sum + unreadIn(id, store), 0);
  const unreadAnywhere = new Map(STORES.map((store) => [store, everywhere(store)]));
  return { repositories, read, index: indexed(read), unreadIn, unreadAnywhere };
}

/**
 * Who uses what is stored. `all` is everything that is stored, because the lowest level wins: what
 * an environment or a repository has under a name hides what the organisation has under it. Gone
 * through once at most: of many thousands of names, and nobody asks where no workflow takes any.
 */
export function usesFinder(workflows: UseIndex, all: Iterable<Stored>, mayUse: MayUse): FindUses {
  const { repositories, index, unreadIn, unreadAnywhere } = workflows;
  const names = once(() => new Set(Array.from(all, keyOf)));
  const isStored = (key: string) => names().has(key);

  const isHidden = ({ what, name, scope, store }: Stored, repositoryId: number, { environment }: Use): boolean => {
    const has = (at: Scope) => isStored(keyOf({ what, name, scope: at, store }));
    if (scope.environment !== undefined) return false;
    if (environment !== undefined && has({ repositoryId, environment })) return true;
    return scope.repositoryId === undefined && has({ repositoryId });
  };

  return (stored) => {
    const { id, what, name, scope, store } = stored;
    const places = scope.repositoryId === undefined ? undefined : [scope.repositoryId];
    const uses = (key: string, sure: boolean) =>
      within(index.get(`${what} ${key}`), places)
        .filter(([repositoryId]) => scope.repositoryId !== undefined || mayUse(id, repositoryId))
        .map(([repositoryId, found]): Found => {
          const reaching = found.filter(
            (use) => takesFrom(use, store) && isInReach(scope, use) && !isHidden(stored, repositoryId, use),
          );
          return { repositoryId, uses: reaching, sure };
        });
    const unread = scope.repositoryId === undefined ? unreadAnywhere.get(store) : unreadIn(scope.repositoryId, store);
    const upper = name.toUpperCase();
    // Mostly nobody names it, and then there is nothing to put together.
    const isNamed = index.has(`${what} ${upper}`) || index.has(`${what} ${ANY_NAME}`);
    const found = isNamed ? [...uses(upper, true), ...uses(ANY_NAME, false)] : [];
    return verdict(dependents(found, repositories, store), unread ?? 0, beyondFiles(stored));
  };
}

/**
 * What uses there are, counted as said: nothing is unused while something was not read, or
 * gets it without being told to.
 */
export function verdict(found: readonly Dependent[], unread: number, beyond?: string): CredentialUses {
  const open = found.length > 0 || unread > 0 || beyond !== undefined;
  const state = found.some(({ sure }) => sure) ? 'used' : open ? 'unknown' : 'unused';
  return { state, dependents: found, unread, ...(beyond === undefined ? {} : { beyond }) };
}

const STORES: readonly StoreName[] = ['actions', 'dependabot', 'agents'];

/** What was not read of a repository; of what an older version read, also that it looked at Actions alone. */
function unreadOf(read: RepositoryUses | undefined, store: StoreName): number {
  if (read === undefined) return 1;
  return read.unread.length + (store === 'actions' || read.everyStore ? 0 : 1);
}

/**
 * https://docs.github.com/copilot/how-tos/copilot-on-github/customize-copilot/customize-cloud-agent/configure-secrets-and-variables
 */
function beyondFiles({ store, name }: Stored): string | undefined {
  if (store !== 'agents') return undefined;
  return name.startsWith('COPILOT_MCP_')
    ? 'the MCP servers of agents may get it, as settings say that Handback cannot read'
    : 'agents get it as an environment variable, whatever the files say';
}

interface Found {
  readonly repositoryId: number;
  readonly uses: readonly Use[];
  readonly sure: boolean;
}

type Index = ReadonlyMap<string, ReadonlyMap<number, readonly Use[]>>;

/** "secret TOKEN" -> repository -> uses. */
function indexed(read: ReadonlyMap<number, RepositoryUses>): Index {
  const index = new Map<string, Map<number, Use[]>>();
  for (const [repositoryId, { uses }] of read) {
    for (const use of uses) {
      const key = `${use.what} ${use.name}`;
      const places = index.get(key) ?? new Map<number, Use[]>();
      const here = places.get(repositoryId) ?? [];
      here.push(use);
      index.set(key, places.set(repositoryId, here));
    }
  }
  return index;
}

function within(
  places: ReadonlyMap<number, readonly Use[]> | undefined,
  only: readonly number[] | undefined,
): readonly (readonly [number, readonly Use[]])[] {
  if (only === undefined) return [...(places ?? [])];
  return only.map((id) => [id, places?.get(id) ?? []] as const);
}

/** Only jobs that run in an environment can use what is stored there. GitHub takes the names without regard to case. */
export function isInReach({ environment }: Scope, use: Use): boolean {
  if (environment === undefined) return use.fromEnvironment === undefined;
  return use.environment === ANY_NAME || use.environment?.toLowerCase() === environment.toLowerCase();
}

function keyOf({ what, name, scope, store }: Omit<Stored, 'id'>): string {
  const { repositoryId = 'organisation', environment = '' } = scope;
  return `${store} ${what} ${repositoryId} ${environment.toLowerCase()} ${name.toUpperCase()}`;
}

/** One for each workflow: it fails as a whole, however many of its jobs take the secret. */
function dependents(
  found: readonly Found[],
  repositories: ReadonlyMap<number, string>,
  store: StoreName,
): readonly Dependent[] {
  if (found.length === 0) return [];
  const flat = found.flatMap(({ repositoryId, uses, sure }) =>
    uses.map((use) => ({ repositoryId, use, sure: sure && use.fromEnvironment !== 'perhaps' })),
  );
  const groups = Map.groupBy(flat, ({ repositoryId, use }) => `${repositoryId} ${use.workflow}`);
  const all = [...groups.values()].flatMap((group): Dependent[] => {
    const [first] = group;
    if (first === undefined) return [];
    const uses = group.map(({ use }) => use);
    return [
      {
        repositoryId: first.repositoryId,
        repository: repositories.get(first.repositoryId) ?? `repository ${first.repositoryId}`,
        workflow: first.use.workflow,
        jobs: distinct(uses.map(({ job }) => job)),
        environments: distinct(uses.flatMap(({ environment }) => environment ?? [])),
        receivers: distinct(uses.flatMap(({ receiver }) => ('called' in receiver ? [receiver.called.text] : []))),
        sure: group.some(({ sure }) => sure),
        ...(store === 'actions' || isDependabot(first.use.workflow) ? {} : { startedBy: store }),
      },
    ];
  });
  return all.toSorted((a, b) => Number(b.sure) - Number(a.sure) || compare(a, b));
}

function compare(a: Dependent, b: Dependent): number {
  const [one, other] = [`${a.repository} ${a.workflow}`, `${b.repository} ${b.workflow}`];
  return one < other ? -1 : one > other ? 1 : 0;
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].toSorted();
}
