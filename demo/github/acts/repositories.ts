// Repositories come, go, change their name, their owner and who may see them.
import { join } from 'node:path';
import { emit, send } from '../emit.ts';
import { createBareRepository } from '../git/bare-repository.ts';
import type { Account, Organization, Repository } from '../model.ts';
import type { Label, User } from '../records.ts';
import { emptyVault } from '../vault.ts';
import { account } from '../views/people.ts';
import { repositoryName } from '../views/repositories.ts';
import { fullName, type World } from '../world.ts';

export interface NewRepository {
  private?: boolean;
  description?: string;
  defaultBranch?: string;
  createdAt?: number;
  actor?: User;
  parent?: Repository;
}

export async function createRepository(
  world: World,
  owner: Account,
  name: string,
  given: NewRepository = {},
): Promise<Repository> {
  const id = world.nextId();
  const defaultBranch = given.defaultBranch ?? 'main';
  const at = given.createdAt ?? world.now();
  const repository: Repository = {
    type: 'Repository',
    id,
    owner,
    name,
    private: given.private ?? true,
    archived: false,
    hasIssues: true,
    defaultBranch,
    description: given.description ?? null,
    createdAt: at,
    updatedAt: at,
    pushedAt: at,
    ...(given.parent ? { parent: given.parent } : {}),
    git: await createBareRepository(join(world.dataDir, `${id}.git`), defaultBranch),
    issues: [],
    checks: [],
    suites: [],
    labels: defaultLabels(world),
    keys: [],
    vault: emptyVault(),
    environments: [],
    hooks: [],
    runners: [],
    activity: [],
    signatures: new Map(),
    collaborators: new Map(),
    invitations: [],
    rulesets: [],
    alerts: null,
    queue: [],
  };
  world.repositories.push(repository);
  const actor = given.actor ?? firstAdmin(world, owner);
  world.audit(repository, 'repo.create', actor);
  emit(world, 'repository', repository, actor, { action: 'created' });
  return repository;
}

/** A person's fork: the same commits, in a repository of their own. */
export async function fork(world: World, parent: Repository, actor: User): Promise<Repository> {
  const made = await createRepository(world, actor, parent.name, { private: parent.private, actor, parent });
  await made.git.run(['fetch', '--quiet', parent.git.dir, '+refs/heads/*:refs/heads/*']);
  return made;
}

export function renameRepository(world: World, repository: Repository, actor: User, name: string): void {
  const before = repository.name;
  world.formerNames.set(fullName(repository).toLowerCase(), repository);
  repository.name = name;
  world.audit(repository, 'repo.rename', actor, { old_name: before });
  emit(world, 'repository', repository, actor, {
    action: 'renamed',
    changes: { repository: { name: { from: before } } },
  });
}

export function renameOrganization(world: World, org: Organization, actor: User, login: string): void {
  const before = org.login;
  world.formerNames.set(before.toLowerCase(), org);
  org.login = login;
  world.audit(org, 'org.rename', actor, { old_login: before });
  for (const installation of world.installationsOn(org)) {
    const changes = { login: { from: before }, slug: { from: before } };
    const payload = { action: 'renamed', account: account(world, org), changes, target_type: 'Organization' };
    send(world, installation, 'installation_target', actor, payload);
  }
}

/** The event `public` is sent beside `repository.publicized`, as on GitHub. */
export function setVisibility(
  world: World,
  repository: Repository,
  actor: User,
  visibility: 'public' | 'private',
): void {
  repository.private = visibility === 'private';
  world.audit(repository, 'repo.access', actor, { visibility });
  emit(world, 'repository', repository, actor, { action: visibility === 'public' ? 'publicized' : 'privatized' });
  if (visibility === 'public') emit(world, 'public', repository, actor, {});
}

export function setArchived(world: World, repository: Repository, actor: User, archived = true): void {
  repository.archived = archived;
  world.audit(repository, archived ? 'repo.archived' : 'repo.unarchived', actor);
  emit(world, 'repository', repository, actor, { action: archived ? 'archived' : 'unarchived' });
}

/** A switch in the settings; no app that reads what ours reads hears of it. */
export function setIssues(_world: World, repository: Repository, enabled: boolean): void {
  repository.hasIssues = enabled;
}

/** Only the new owner's apps hear of a transfer. */
export function transferRepository(world: World, repository: Repository, actor: User, owner: Account): void {
  const from = repository.owner;
  world.formerNames.set(fullName(repository).toLowerCase(), repository);
  repository.owner = owner;
  world.audit(repository, 'repo.transfer', actor);
  const before = from.type === 'Organization' ? { organization: account(world, from) } : { user: account(world, from) };
  emit(world, 'repository', repository, actor, { action: 'transferred', changes: { owner: { from: before } } });
}

/** Apps do not hear of a deletion, except that a chosen repository leaves their installation. */
export function deleteRepository(world: World, repository: Repository, actor: User): void {
  for (const installation of world.installationsOn(repository.owner)) {
    if (!installation.repositories?.includes(repository)) continue;
    installation.repositories = installation.repositories.filter((one) => one !== repository);
    const payload = {
      action: 'removed',
      repositories_removed: [repositoryName(repository)],
      repository_selection: 'selected',
    };
    send(world, installation, 'installation_repositories', actor, payload);
  }
  world.audit(repository, 'repo.destroy', actor);
  world.repositories.splice(world.repositories.indexOf(repository), 1);
  repository.git.close();
}

function firstAdmin(world: World, owner: Account): User {
  if (owner.type !== 'Organization') return owner;
  const admin = [...owner.members].find(([, role]) => role === 'admin');
  return admin?.[0] ?? world.webFlow;
}

const defaultLabels = (world: World): Label[] =>
  labelsOfEveryRepository.map(([name, color, description]) => ({
    id: world.nextId(),
    name,
    color,
    description,
    default: true,
  }));

const labelsOfEveryRepository = [
  ['bug', 'd73a4a', "Something isn't working"],
  ['documentation', '0075ca', 'Improvements or additions to documentation'],
  ['duplicate', 'cfd3d7', 'This issue or pull request already exists'],
  ['enhancement', 'a2eeef', 'New feature or request'],
  ['good first issue', '7057ff', 'Good for newcomers'],
  ['help wanted', '008672', 'Extra attention is needed'],
  ['invalid', 'e4e669', "This doesn't seem right"],
  ['question', 'd876e3', 'Further information is requested'],
  ['wontfix', 'ffffff', 'This will not be worked on'],
] as const;
