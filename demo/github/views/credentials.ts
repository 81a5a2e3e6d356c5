import type { Environment, Organization, Place, Repository, Setting } from '../model.ts';
import type {
  DeployKey,
  Hook,
  PrivateRegistry,
  Runner,
  SecretAlert,
  SsoAuthorization,
  TokenGrant,
} from '../records.ts';
import { fullName, type World } from '../world.ts';
import { account, accountOrNull, team } from './people.ts';
import { iso, isoOrNull, nodeId, type View } from './view.ts';

export const deployKey = (world: World, repository: Repository, one: DeployKey): View => ({
  id: one.id,
  key: one.key,
  url: `${world.api}/repos/${fullName(repository)}/keys/${one.id}`,
  title: one.title,
  verified: true,
  created_at: iso(one.createdAt),
  read_only: one.readOnly,
  added_by: one.addedBy.login,
  last_used: isoOrNull(one.lastUsedAt),
  enabled: true,
});

/** A secret without its value, or a variable with it: GitHub shows nobody who made either. */
export const setting = (
  world: World,
  place: Place,
  one: Setting,
  kind: 'secrets' | 'variables',
  store = 'actions',
): View => {
  const selected = `${world.api}/orgs/${place.type === 'Organization' ? place.login : ''}/${store}/${kind}/${one.name}/repositories`;
  return {
    name: one.name,
    ...(kind === 'variables' ? { value: one.value } : {}),
    created_at: iso(one.createdAt),
    updated_at: iso(one.updatedAt),
    ...(one.visibility ? { visibility: one.visibility } : {}),
    ...(one.visibility === 'selected' ? { selected_repositories_url: selected } : {}),
  };
};

export const environment = (world: World, one: Environment): View => {
  const path = fullName(one.repository);
  const rule = (type: string, more: View): View => ({
    id: one.id,
    node_id: nodeId('Gate', `${type}${one.id}`),
    type,
    ...more,
  });
  const { owner } = one.repository;
  const reviewers = one.reviewers.flatMap((reviewer) => {
    if (!('slug' in reviewer)) return [{ type: 'User', reviewer: account(world, reviewer) }];
    return owner.type === 'Organization' ? [{ type: 'Team', reviewer: team(world, owner, reviewer) }] : [];
  });
  const branches = {
    protected_branches: one.branches === 'protected',
    custom_branch_policies: one.branches === 'chosen',
  };
  return {
    id: one.id,
    node_id: nodeId('Environment', one.id),
    name: one.name,
    url: `${world.api}/repos/${path}/environments/${encodeURIComponent(one.name)}`,
    html_url: `${world.web}/${path}/deployments/activity_log?environments_filter=${encodeURIComponent(one.name)}`,
    created_at: iso(one.createdAt),
    updated_at: iso(one.createdAt),
    protection_rules: [
      ...(one.waitMinutes > 0 ? [rule('wait_timer', { wait_timer: one.waitMinutes })] : []),
      ...(reviewers.length > 0
        ? [rule('required_reviewers', { prevent_self_review: one.preventSelfReview, reviewers })]
        : []),
    ],
    deployment_branch_policy: one.branches === 'any' ? null : branches,
  };
};

export const hook = (world: World, place: Repository | Organization, one: Hook): View => {
  const path = place.type === 'Organization' ? `orgs/${place.login}` : `repos/${fullName(place)}`;
  const url = `${world.api}/${path}/hooks/${one.id}`;
  const more = { test_url: `${url}/test`, last_response: { code: null, status: 'unused', message: null } };
  return {
    type: place.type,
    id: one.id,
    name: 'web',
    active: true,
    events: one.events,
    config: {
      content_type: 'json',
      insecure_ssl: one.insecure ? '1' : '0',
      url: one.url,
      ...(one.secretSet ? { secret: '********' } : {}),
    },
    updated_at: iso(one.updatedAt),
    created_at: iso(one.createdAt),
    url,
    ping_url: `${url}/pings`,
    deliveries_url: `${url}/deliveries`,
    ...(place.type === 'Repository' ? more : {}),
  };
};

export const runner = (one: Runner): View => ({
  id: one.id,
  name: one.name,
  os: 'linux',
  status: 'online',
  busy: false,
  ephemeral: false,
  labels: one.labels.map((name, index) => ({ id: index + 1, name, type: 'custom' })),
});

export const registry = (one: PrivateRegistry): View => ({
  name: one.name,
  registry_type: one.type,
  auth_type: 'username_password',
  url: one.url,
  username: one.username ?? null,
  replaces_base: false,
  visibility: 'all',
  created_at: iso(one.createdAt),
  updated_at: iso(one.updatedAt),
});

export const ssoAuthorization = (one: SsoAuthorization): View => ({
  login: one.login,
  credential_id: one.id,
  credential_type: one.type,
  authorized_credential_id: one.id,
  credential_authorized_at: iso(one.authorizedAt),
  credential_accessed_at: isoOrNull(one.accessedAt),
  ...(one.type === 'SSH key'
    ? { fingerprint: `SHA256:${one.id}`, authorized_credential_title: one.title }
    : { scopes: one.scopes ?? [], authorized_credential_note: one.title, authorized_credential_expires_at: null }),
});

export const tokenGrant = (world: World, organization: Organization, one: TokenGrant): View => ({
  id: one.id,
  owner: account(world, one.owner),
  repository_selection: 'all',
  repositories_url: `${world.api}/orgs/${organization.login}/personal-access-tokens/${one.id}/repositories`,
  permissions: one.permissions,
  access_granted_at: iso(one.createdAt),
  token_id: one.tokenId,
  token_name: one.name,
  ...expiry(world, one),
});

export const tokenRequest = (world: World, organization: Organization, one: TokenGrant): View => ({
  id: one.id,
  reason: one.reason,
  owner: account(world, one.owner),
  repository_selection: 'all',
  repositories_url: `${world.api}/orgs/${organization.login}/personal-access-token-requests/${one.id}/repositories`,
  permissions: one.permissions,
  created_at: iso(one.createdAt),
  token_id: one.tokenId,
  token_name: one.name,
  ...expiry(world, one),
});

const expiry = (world: World, one: TokenGrant): View => ({
  token_expired: one.expiresAt !== undefined && one.expiresAt <= world.now(),
  token_expires_at: isoOrNull(one.expiresAt),
  token_last_used_at: isoOrNull(one.lastUsedAt),
});

export const secretAlert = (world: World, repository: Repository, one: SecretAlert, hideSecret: boolean): View => {
  const path = `${fullName(repository)}`;
  return {
    number: one.number,
    created_at: iso(one.createdAt),
    url: `${world.api}/repos/${path}/secret-scanning/alerts/${one.number}`,
    html_url: `${world.web}/${path}/security/secret-scanning/${one.number}`,
    locations_url: `${world.api}/repos/${path}/secret-scanning/alerts/${one.number}/locations`,
    state: one.state,
    resolution: one.state === 'resolved' ? 'revoked' : null,
    resolution_comment: one.comment ?? null,
    secret_type: one.secretType,
    secret_type_display_name: one.secretType,
    ...(hideSecret ? {} : { secret: one.secret }),
    validity: one.validity,
    publicly_leaked: false,
    multi_repo: false,
    push_protection_bypassed: one.bypassedBy !== undefined,
    push_protection_bypassed_by: accountOrNull(world, one.bypassedBy),
    push_protection_bypassed_at: one.bypassedBy ? iso(one.createdAt) : null,
    ...(one.metadata ? { metadata: Object.entries(one.metadata).map(([key, value]) => ({ key, value })) } : {}),
  };
};
