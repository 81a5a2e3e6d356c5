// Things go by names, by numbers, and by names that they had before.
import { documentation } from './refusal.ts';
import { Answer } from './rest/call.ts';
import { fullName, type World } from './world.ts';

/** After a rename GitHub answers 301, or 307 when there is a body to send again, with the address by number. */
export function whereItMoved(world: World, method: string, path: string, search: string): Answer | undefined {
  const [, kind, owner = '', name = '', rest = ''] =
    /^\/(repos)\/([^/]+)\/([^/]+)(.*)$/.exec(path) ?? /^\/(orgs)\/([^/]+)()(.*)$/.exec(path) ?? [];
  if (!kind) return undefined;
  const old = world.formerNames.get((kind === 'repos' ? `${owner}/${name}` : owner).toLowerCase());
  const moved = old ?? (kind === 'repos' ? repositoryOfRenamedOwner(world, owner, name) : undefined);
  const taken = kind === 'repos' ? world.repository(owner, name) : world.organization(owner);
  if (!moved || taken) return undefined;
  const url = `${world.api}${moved.type === 'Repository' ? `/repositories/${moved.id}` : `/organizations/${moved.id}`}${rest}${search}`;
  const message = method === 'GET' ? 'Moved Permanently' : 'Temporary Redirect';
  const body = { message, url, documentation_url: documentation };
  return new Answer(method === 'GET' ? 301 : 307, body, { location: url });
}

function repositoryOfRenamedOwner(world: World, owner: string, name: string) {
  const account = world.formerNames.get(owner.toLowerCase());
  return account?.type === 'Organization' ? world.repository(account.login, name) : undefined;
}

/** "/repositories/1/keys" is "/repos/acme/shop/keys". */
export function byName(world: World, path: string): string {
  const [, kind, id, rest = ''] = /^\/(repositories|organizations)\/(\d+)(.*)$/.exec(path) ?? [];
  if (kind === 'repositories') {
    const repository = world.repositories.find((one) => one.id === Number(id));
    if (repository) return `/repos/${fullName(repository)}${rest}`;
  }
  const organization = kind === 'organizations' ? world.organizations.find((one) => one.id === Number(id)) : undefined;
  return organization ? `/orgs/${organization.login}${rest}` : path;
}

/** Link headers name repositories and organisations by number. */
export function byId(world: World, path: string): string {
  const [, kind, owner = '', name = ''] =
    /^\/(repos)\/([^/]+)\/([^/]+)/.exec(path) ?? /^\/(orgs)\/([^/]+)/.exec(path) ?? [];
  const repository = kind === 'repos' ? world.repository(owner, name) : undefined;
  if (repository) return path.replace(/^\/repos\/[^/]+\/[^/]+/, `/repositories/${repository.id}`);
  const organization = kind === 'orgs' ? world.organization(owner) : undefined;
  return organization ? path.replace(/^\/orgs\/[^/]+/, `/organizations/${organization.id}`) : path;
}
