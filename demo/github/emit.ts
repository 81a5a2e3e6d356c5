// Who is told of an event: the apps on the account that see the repository and asked for it.
// Secrets, variables and hooks have no event on GitHub, so nothing here is ever called for them.
import type { App, Installation, Organization, Repository } from './model.ts';
import type { User } from './records.ts';
import { account, organizationSimple } from './views/people.ts';
import { repository } from './views/repositories.ts';
import { nodeId, type View } from './views/view.ts';
import type { World } from './world.ts';

/** `only` names the one app that is meant, subscribed or not: its own checks. */
export function emit(
  world: World,
  event: string,
  about: Repository | Organization,
  sender: User,
  payload: View,
  only?: App,
): void {
  const owner = about.type === 'Repository' ? about.owner : about;
  for (const installation of world.installationsOn(owner)) {
    if (only ? installation.app !== only : !installation.app.events.includes(event)) continue;
    if (installation.suspendedAt !== undefined) continue;
    if (about.type === 'Repository' && !world.repositoriesFor(installation).includes(about)) continue;
    send(world, installation, event, sender, { ...surroundings(world, about), ...payload });
  }
}

/** Tells one installation, whatever it asked for: events about the installation itself. */
export function send(world: World, installation: Installation, event: string, sender: User, payload: View): void {
  const { app } = installation;
  if (!app.webhookUrl) return;
  const short = { id: installation.id, node_id: nodeId('Installation', installation.id) };
  const whole = { installation: short, ...payload, sender: account(world, sender) };
  world.post.send(app, event, world.description.fillWebhook(event, whole) as View);
}

function surroundings(world: World, about: Repository | Organization): View {
  const owner = about.type === 'Repository' ? about.owner : about;
  return {
    ...(about.type === 'Repository' ? { repository: repository(world, about) } : {}),
    ...(owner.type === 'Organization' ? { organization: organizationSimple(world, owner) } : {}),
  };
}
