import type { App, Installation } from '../model.ts';
import type { Delivery } from '../postbox.ts';
import type { World } from '../world.ts';
import { account, accountOrNull } from './people.ts';
import { iso, isoOrNull, nodeId, type View } from './view.ts';

export const app = (world: World, one: App): View => ({
  id: one.id,
  client_id: one.clientId,
  slug: one.slug,
  node_id: nodeId('App', one.id),
  owner: account(world, one.owner),
  name: one.name,
  description: '',
  external_url: world.web,
  html_url: `${world.web}/apps/${one.slug}`,
  created_at: iso(one.createdAt),
  updated_at: iso(one.createdAt),
  permissions: one.permissions,
  events: one.events,
});

export const installation = (world: World, one: Installation): View => ({
  id: one.id,
  client_id: one.app.clientId,
  account: account(world, one.account),
  repository_selection: one.repositories ? 'selected' : 'all',
  access_tokens_url: `${world.api}/app/installations/${one.id}/access_tokens`,
  repositories_url: `${world.api}/installation/repositories`,
  html_url: `${world.web}/organizations/${one.account.login}/settings/installations/${one.id}`,
  app_id: one.app.id,
  app_slug: one.app.slug,
  target_id: one.account.id,
  target_type: 'Organization',
  permissions: one.app.permissions,
  events: one.app.events,
  created_at: iso(one.createdAt),
  updated_at: iso(one.suspendedAt ?? one.createdAt),
  single_file_name: null,
  suspended_by: accountOrNull(world, one.suspendedBy),
  suspended_at: isoOrNull(one.suspendedAt),
});

export const delivery = (one: Delivery): View => {
  const repository = one.payload['repository'] as { id: number } | undefined;
  const installed = one.payload['installation'] as { id: number } | undefined;
  return {
    id: one.id,
    guid: one.guid,
    delivered_at: iso(one.deliveredAt),
    redelivery: one.redelivery,
    duration: one.duration,
    status: one.status,
    status_code: one.statusCode,
    event: one.event,
    action: one.action,
    installation_id: installed?.id ?? null,
    repository_id: repository?.id ?? null,
    throttled_at: null,
  };
};

export const fullDelivery = (one: Delivery): View => ({
  ...delivery(one),
  url: one.app.webhookUrl ?? '',
  request: { headers: one.headers, payload: one.payload },
  response: { headers: {}, payload: one.answer },
});
