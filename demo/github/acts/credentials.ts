// What people leave behind: deploy keys, secrets, variables, hooks. Only deploy keys have a webhook.
import { emit } from '../emit.ts';
import type { Environment, Organization, Place, Repository, Setting } from '../model.ts';
import type { DeployKey, Hook, StoreName, User } from '../records.ts';
import { invalid } from '../refusal.ts';
import { emptyVault } from '../vault.ts';
import { deployKey } from '../views/credentials.ts';
import type { World } from '../world.ts';

export interface NewDeployKey {
  readOnly?: boolean;
  createdAt?: number;
  lastUsedAt?: number;
  /** The personal access token that makes it: the key dies with the token. */
  createdWith?: string;
}

export function addDeployKey(
  world: World,
  repository: Repository,
  actor: User,
  title: string,
  key: string,
  given: NewDeployKey = {},
): DeployKey {
  const used = world.repositories.some((one) => one.keys.some((other) => other.key === key));
  if (used) throw invalid('PublicKey', 'key', 'custom', 'key is already in use');
  const made: DeployKey = {
    id: world.nextId(),
    title,
    key,
    readOnly: true,
    createdAt: world.now(),
    addedBy: actor,
    ...given,
  };
  repository.keys.push(made);
  world.audit(repository, 'public_key.create', actor, { title, key, read_only: made.readOnly });
  emit(world, 'deploy_key', repository, actor, { action: 'created', key: deployKey(world, repository, made) });
  return made;
}

export function deleteDeployKey(world: World, repository: Repository, actor: User, key: DeployKey): void {
  repository.keys = repository.keys.filter((other) => other !== key);
  world.audit(repository, 'public_key.delete', actor, { title: key.title, key: key.key, read_only: key.readOnly });
  emit(world, 'deploy_key', repository, actor, { action: 'deleted', key: deployKey(world, repository, key) });
}

/** A machine reads or writes with the key: GitHub notes the moment and tells nobody. */
export function useDeployKey(world: World, key: DeployKey): void {
  key.lastUsedAt = world.now();
}

export interface NewSetting {
  value?: string;
  store?: StoreName;
  visibility?: 'all' | 'private' | 'selected';
  repositories?: Repository[];
  /** When it was first and last saved; both now without it. */
  createdAt?: number;
  updatedAt?: number;
}

export const setSecret = (world: World, place: Place, actor: User, name: string, given: NewSetting = {}): Setting =>
  save(world, place, actor, name, 'secret', given);

export const setVariable = (
  world: World,
  place: Place,
  actor: User,
  name: string,
  value: string,
  given: NewSetting = {},
): Setting => save(world, place, actor, name, 'variable', { ...given, value });

export const deleteSecret = (
  world: World,
  place: Place,
  actor: User,
  name: string,
  store: StoreName = 'actions',
): boolean => remove(world, place, actor, name, 'secret', store);

export const deleteVariable = (world: World, place: Place, actor: User, name: string): boolean =>
  remove(world, place, actor, name, 'variable', 'actions');

type Kind = 'secret' | 'variable';

export const shelfOf = (place: Place, kind: Kind, store: StoreName): Map<string, Setting> =>
  kind === 'secret'
    ? place.vault.secrets[store]
    : store === 'agents'
      ? place.vault.agentsVariables
      : place.vault.variables;

function save(world: World, place: Place, actor: User, anyCase: string, kind: Kind, given: NewSetting): Setting {
  const name = anyCase.toUpperCase();
  const store = given.store ?? 'actions';
  const before = shelfOf(place, kind, store).get(name);
  const updatedAt = given.updatedAt ?? given.createdAt ?? world.now();
  const organization = place.type === 'Organization';
  const visibility = given.visibility ?? before?.visibility ?? 'all';
  const made: Setting = {
    name,
    value: given.value ?? '',
    createdAt: before?.createdAt ?? given.createdAt ?? updatedAt,
    updatedAt,
    ...(organization ? { visibility } : {}),
    repositories: given.repositories ?? before?.repositories ?? [],
  };
  shelfOf(place, kind, store).set(name, made);
  auditSetting(world, place, actor, before ? 'update' : 'create', kind, store, name);
  return made;
}

function remove(world: World, place: Place, actor: User, anyCase: string, kind: Kind, store: StoreName): boolean {
  const name = anyCase.toUpperCase();
  const had = shelfOf(place, kind, store).delete(name);
  if (had) auditSetting(world, place, actor, 'remove', kind, store, name);
  return had;
}

function auditSetting(
  world: World,
  place: Place,
  actor: User,
  verb: string,
  kind: Kind,
  store: StoreName,
  key: string,
): void {
  const scope = { Organization: 'org', Repository: 'repo', Environment: 'environment' }[place.type];
  const product = store === 'actions' ? 'actions' : 'integration';
  const more =
    place.type === 'Environment' ? { environment_name: place.name } : store === 'actions' ? {} : { integration: store };
  world.audit(place, `${scope}.${verb}_${product}_${kind}`, actor, { key, ...more });
}

export function createEnvironment(
  world: World,
  repository: Repository,
  actor: User,
  name: string,
  given: Partial<Pick<Environment, 'reviewers' | 'waitMinutes' | 'preventSelfReview' | 'branches'>> = {},
): Environment {
  const made: Environment = {
    type: 'Environment',
    id: world.nextId(),
    name,
    repository,
    createdAt: world.now(),
    vault: emptyVault(),
    reviewers: [],
    waitMinutes: 0,
    preventSelfReview: false,
    branches: 'any',
    ...given,
  };
  repository.environments.push(made);
  world.audit(made, 'environment.create', actor, { environment_name: name });
  return made;
}

/** Its secrets, variables and rules go with it. */
export function deleteEnvironment(world: World, environment: Environment, actor: User): void {
  const { environments } = environment.repository;
  world.audit(environment, 'environment.delete', actor, { environment_name: environment.name });
  environments.splice(environments.indexOf(environment), 1);
}

export function addHook(
  world: World,
  place: Repository | Organization,
  actor: User,
  url: string,
  events = ['push'],
  given: Pick<Hook, 'secretSet' | 'insecure'> = {},
): Hook {
  const hook = { id: world.nextId(), url, events, createdAt: world.now(), updatedAt: world.now(), ...given };
  place.hooks.push(hook);
  world.audit(place, 'hook.create', actor, { hook_id: hook.id, name: 'webhook', events });
  return hook;
}

export function deleteHook(world: World, place: Repository | Organization, actor: User, hook: Hook): void {
  place.hooks = place.hooks.filter((other) => other !== hook);
  world.audit(place, 'hook.destroy', actor, { hook_id: hook.id, name: 'webhook', events: hook.events });
}
