// The app about itself, its installations, its deliveries; tokens and the site.
import { generateKeyPairSync } from 'node:crypto';
import { mintToken, register, type TokenWish } from '../acts/apps.ts';
import { randomText, revokePersonalAccessToken } from '../acts/tokens.ts';
import type { Installation } from '../model.ts';
import type { Delivery } from '../postbox.ts';
import type { Permissions } from '../records.ts';
import { Refusal } from '../refusal.ts';
import { app, delivery, fullDelivery, installation } from '../views/apps.ts';
import { fullRepository, repository } from '../views/repositories.ts';
import { iso, type View } from '../views/view.ts';
import { found } from '../world.ts';
import type { Call, Routes } from './call.ts';
import { cursorPage, page } from './pages.ts';

export const appRoutes: Routes = {
  'GET /app': ['app', (call) => ({ ...app(call.world, call.app), installations_count: mine(call).length })],
  'GET /app/installations': ['app', (call) => page(call, mine(call), (one) => installation(call.world, one))],
  'GET /app/installations/{installation_id}': ['app', (call) => installation(call.world, byId(call))],
  'POST /app/installations/{installation_id}/access_tokens': ['app', makeToken, 201],
  'GET /orgs/{org}/installation': ['app', (call) => installation(call.world, on(call, call.organization.id))],
  'GET /repos/{owner}/{repo}/installation': [
    'app',
    (call) => installation(call.world, on(call, call.repository.owner.id)),
  ],
  'GET /app/hook/deliveries': ['app', listDeliveries],
  'GET /app/hook/deliveries/{delivery_id}': ['app', (call) => fullDelivery(deliveryOf(call))],
  'POST /app/hook/deliveries/{delivery_id}/attempts': ['app', redeliver, 202],
  'POST /app-manifests/{code}/conversions': ['nobody', convertManifest, 201],
  'GET /installation/repositories': ['metadata:read', listRepositories],
  'DELETE /installation/token': ['any', dropToken, 204],
  'POST /credentials/revoke': ['nobody', revokeCredentials, 202],
  'GET /rate_limit': ['any', rateLimit],
  'GET /meta': [
    'any',
    () => ({ verifiable_password_authentication: false, hooks: ['127.0.0.0/8'], api: ['127.0.0.0/8'] }),
  ],
};

const mine = (call: Call): Installation[] => call.world.installations.filter((one) => one.app === call.app);

const byId = (call: Call): Installation => found(mine(call).find((one) => one.id === call.id('installation_id')));

const on = (call: Call, accountId: number): Installation =>
  found(mine(call).find((one) => one.account.id === accountId));

function makeToken(call: Call): View {
  const { secret, token } = mintToken(call.world, byId(call), call.body as TokenWish);
  const { repositories } = token;
  return {
    token: secret,
    expires_at: iso(token.expiresAt),
    permissions: token.permissions,
    repository_selection: repositories ? 'selected' : 'all',
    ...(repositories ? { repositories: repositories.map((one) => fullRepository(call.world, one)) } : {}),
  };
}

const threeDays = 3 * 24 * 3_600_000;

/** GitHub forgets deliveries after three days: they cannot be listed or sent again. */
const remembered = (call: Call): Delivery[] =>
  call.world.post.deliveries
    .filter((one) => one.app === call.app && one.deliveredAt > call.world.now() - threeDays)
    .reverse();

function listDeliveries(call: Call) {
  const failed = ({ statusCode }: Delivery): boolean => statusCode >= 400 && statusCode <= 599;
  const wanted = (one: Delivery): boolean => {
    const { status, redelivery } = call.query;
    if (redelivery !== undefined && one.redelivery !== (redelivery === 'true')) return false;
    return status === 'failure' ? failed(one) : status === 'success' ? one.status === 'OK' : true;
  };
  return cursorPage(call, remembered(call).filter(wanted), delivery, (one) => String(one.id), 'cursor');
}

const deliveryOf = (call: Call): Delivery => found(remembered(call).find((one) => one.id === call.id('delivery_id')));

function redeliver(call: Call): View {
  const again = deliveryOf(call);
  call.world.post.send(again.app, again.event, again.payload, again);
  return {};
}

function listRepositories(call: Call) {
  const { caller, world } = call;
  const chosen = caller.kind === 'installation' ? caller.repositories : undefined;
  const visible = chosen ?? world.repositoriesFor(call.installation);
  const more = { repository_selection: chosen ? 'selected' : 'all' };
  return page(call, visible, (one) => repository(world, one), { key: 'repositories', more });
}

function rateLimit({ world, caller }: Call): View {
  const core = world.limits.state(caller);
  return { resources: { core, search: core, graphql: core }, rate: core };
}

function dropToken(call: Call): undefined {
  void call.installation;
  for (const [secret, token] of call.world.tokens) if (token === call.caller) call.world.tokens.delete(secret);
}

function revokeCredentials(call: Call): View {
  const credentials = call.body['credentials'];
  if (!Array.isArray(credentials) || credentials.length === 0 || credentials.length > 1000) {
    throw new Refusal(422, 'Validation Failed');
  }
  for (const secret of credentials) revokePersonalAccessToken(call.world, String(secret));
  return {};
}

/** The last step of registering an app from a manifest: each code works once. */
function convertManifest(call: Call): View {
  const { world } = call;
  const { manifest, owner } = found(world.manifests.get(call.param('code')));
  world.manifests.delete(call.param('code'));
  const { publicKey, privateKey } = newKeyPair();
  const webhookSecret = randomText(40);
  const hook = manifest['hook_attributes'] as { url?: string } | undefined;
  const made = register(world, owner, {
    appName: String(manifest['name']),
    publicKey,
    webhookSecret,
    permissions: (manifest['default_permissions'] ?? {}) as Permissions,
    events: (manifest['default_events'] ?? []) as string[],
    ...(hook?.url ? { webhookUrl: hook.url } : {}),
  });
  return { ...app(world, made), client_secret: made.clientSecret, webhook_secret: webhookSecret, pem: privateKey };
}

function newKeyPair(): { publicKey: string; privateKey: string } {
  return generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
}
