// Webhooks, as GitHub sends them.
import { iso, type Key, nextMadeId, type RepositoryName, repositoryId, type World } from './world.ts';

/** GitHub tells the App, some time. */
export function post(
  world: World,
  event: string,
  about: { readonly repository?: RepositoryName; readonly [what: string]: unknown },
): void {
  const [name, action = ''] = event.split('.');
  const { repository, ...more } = about;
  const where = repository && {
    repository: { id: repositoryId(world, repository), full_name: `acme/${repository}` },
  };
  const here = { installation: { id: world.installation }, organization: { id: world.org } };
  const payload = { action, ...here, ...where, ...more };
  world.mail.push({ guid: `${world.org}-${nextMadeId(world)}`, event: name ?? '', action, payload });
}

export function postKey(world: World, action: string, { id, repository, createdAt, addedBy }: Key): void {
  const about = { key: { id, created_at: iso(createdAt) }, sender: addedBy };
  post(world, `deploy_key.${action}`, { repository, ...about });
}
