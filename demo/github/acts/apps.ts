// Apps: installed, suspended, given and refused repositories; and the tokens that an installation gets.
import { createPublicKey } from 'node:crypto';
import type { Token } from '../caller.ts';
import { send } from '../emit.ts';
import type { App, Installation, Organization, Repository } from '../model.ts';
import type { Permissions, User } from '../records.ts';
import { Refusal } from '../refusal.ts';
import { installation as installationView } from '../views/apps.ts';
import { repositoryName } from '../views/repositories.ts';
import type { View } from '../views/view.ts';
import { found, same, type World } from '../world.ts';
import { randomText } from './tokens.ts';

export interface NewApp {
  appName: string;
  permissions?: Permissions;
  events?: string[];
  webhookUrl?: string;
  webhookSecret?: string;
  /** PEM; without it nobody can sign in as the app. */
  publicKey?: string;
  /** Only these; all of the organisation's without it. */
  repositories?: Repository[];
  actor?: User;
}

export interface Installed {
  appId: number;
  installationId: number;
  clientId: string;
  clientSecret: string;
}

/** Registers the app when its name is new, and installs it. */
export function install(world: World, org: Organization, given: NewApp): Installed {
  const known = world.apps.find((app) => same(app.name, given.appName));
  const app = known ?? register(world, org, given);
  const { repositories } = given;
  const made: Installation = {
    id: world.nextId(),
    app,
    account: org,
    createdAt: world.now(),
    ...(repositories ? { repositories } : {}),
  };
  world.installations.push(made);
  const actor = given.actor ?? [...org.members.keys()][0] ?? world.webFlow;
  world.audit(org, 'integration_installation.create', actor, { integration: app.name });
  emitInstallation(world, 'created', made, actor);
  return { appId: app.id, installationId: made.id, clientId: app.clientId, clientSecret: app.clientSecret };
}

export function register(world: World, owner: Organization, given: NewApp): App {
  const id = world.nextId();
  const slug = given.appName.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  const email = `${id}+${slug}[bot]@users.noreply.github.com`;
  const app: App = {
    id,
    slug,
    name: given.appName,
    owner,
    createdAt: world.now(),
    clientId: `Iv23li${randomText(14)}`,
    clientSecret: randomText(40),
    bot: world.addUser(`${slug}[bot]`, { type: 'Bot', email }),
    permissions: { ...given.permissions, metadata: 'read' },
    events: given.events ?? [],
    ...(given.webhookUrl ? { webhookUrl: given.webhookUrl } : {}),
    ...(given.webhookSecret ? { webhookSecret: given.webhookSecret } : {}),
    ...(given.publicKey ? { publicKey: createPublicKey(given.publicKey) } : {}),
  };
  world.apps.push(app);
  return app;
}

const byId = (world: World, id: number): Installation => found(world.installations.find((one) => one.id === id));

export function suspend(world: World, installationId: number, actor: User): void {
  const one = byId(world, installationId);
  Object.assign(one, { suspendedAt: world.now(), suspendedBy: actor });
  emitInstallation(world, 'suspend', one, actor);
}

export function unsuspend(world: World, installationId: number, actor: User): void {
  const one = byId(world, installationId);
  delete one.suspendedAt;
  delete one.suspendedBy;
  emitInstallation(world, 'unsuspend', one, actor);
}

/**
 * An owner accepts what the app asks for beside what it has: tokens that are made from now
 * on have it, and those that are there do not.
 */
export function acceptPermissions(world: World, installationId: number, actor: User, more: Permissions): void {
  const one = byId(world, installationId);
  const { app, account } = one;
  app.permissions = { ...app.permissions, ...more };
  world.audit(account, 'integration_installation.version_updated', actor, { integration: app.name });
  emitInstallation(world, 'new_permissions_accepted', one, actor);
}

/** Its tokens die with it. */
export function uninstall(world: World, installationId: number, actor: User): void {
  const one = byId(world, installationId);
  emitInstallation(world, 'deleted', one, actor);
  world.installations.splice(world.installations.indexOf(one), 1);
  world.audit(one.account, 'integration_installation.destroy', actor, { integration: one.app.name });
  for (const [secret, token] of world.tokens) {
    if (token.kind === 'installation' && token.installation === one) world.tokens.delete(secret);
  }
}

/** The owner confirms an app manifest on the website: the code that turns it into an app, once. */
export function confirmManifest(world: World, owner: Organization, manifest: Record<string, unknown>): string {
  const code = randomText(40).toLowerCase();
  world.manifests.set(code, { manifest, owner });
  return code;
}

/** Chooses the repositories that the installation sees; undefined is all. */
export function chooseRepositories(world: World, installationId: number, actor: User, chosen: Repository[]): void {
  const one = byId(world, installationId);
  const before = world.repositoriesFor(one);
  one.repositories = chosen;
  const tell = (action: 'added' | 'removed', changed: Repository[]): void => {
    if (changed.length === 0) return;
    const lists = {
      repositories_added: [],
      repositories_removed: [],
      [`repositories_${action}`]: changed.map(repositoryName),
    };
    const payload = { action, ...lists, repository_selection: 'selected', requester: null };
    send(world, one, 'installation_repositories', actor, { ...payload, installation: installationView(world, one) });
  };
  tell(
    'added',
    chosen.filter((repository) => !before.includes(repository)),
  );
  tell(
    'removed',
    before.filter((repository) => !chosen.includes(repository)),
  );
}

function emitInstallation(world: World, action: string, one: Installation, actor: User): void {
  const repositories = world.repositoriesFor(one).map(repositoryName);
  const payload: View = { action, installation: installationView(world, one), repositories };
  send(world, one, 'installation', actor, payload);
}

export interface TokenWish {
  permissions?: Permissions;
  repositories?: string[];
  repository_ids?: number[];
}

type InstallationToken = Extract<Token, { kind: 'installation' }>;

/** An installation token for an hour, narrowed when less is asked; asking for more is refused. */
export function mintToken(
  world: World,
  one: Installation,
  wish: TokenWish = {},
): { secret: string; token: InstallationToken } {
  if (one.suspendedAt !== undefined) throw new Refusal(403, 'This installation has been suspended');
  const { permissions } = one.app;
  for (const [name, level] of Object.entries(wish.permissions ?? {})) {
    const granted = permissions[name];
    if (granted === undefined || (level === 'write' && granted === 'read')) {
      throw new Refusal(422, 'The permissions requested are not granted to this installation.');
    }
  }
  const repositories = chosenRepositories(world, one, wish) ?? one.repositories;
  const token: InstallationToken = {
    kind: 'installation',
    installation: one,
    expiresAt: world.now() + 3_600_000,
    permissions: { ...(wish.permissions ?? permissions), metadata: 'read' },
    ...(repositories ? { repositories } : {}),
  };
  const secret = `ghs_${randomText(36)}`;
  world.tokens.set(secret, token);
  return { secret, token };
}

function chosenRepositories(world: World, one: Installation, wish: TokenWish): Repository[] | undefined {
  if (!wish.repositories && !wish.repository_ids) return undefined;
  const visible = world.repositoriesFor(one);
  const named = (wish.repositories ?? []).map((name) => visible.find((repository) => same(repository.name, name)));
  const numbered = (wish.repository_ids ?? []).map((id) => visible.find((repository) => repository.id === id));
  return [...named, ...numbered].map((repository) => {
    if (repository) return repository;
    throw new Refusal(
      422,
      'There is at least one repository that does not exist or is not accessible to the parent installation.',
    );
  });
}
