// Accounts, members, outside collaborators, teams, and what an organisation knows of tokens and of its own past.

import { removeCollaborator, removeMember } from '../acts/people.ts';
import { revokeTokenAccess } from '../acts/tokens.ts';
import type { Organization, Repository, Team } from '../model.ts';
import type { TokenGrant, User } from '../records.ts';
import { Refusal } from '../refusal.ts';
import { installation } from '../views/apps.ts';
import { hook, registry, runner, ssoAuthorization, tokenGrant, tokenRequest } from '../views/credentials.ts';
import { account, membership, organization, organizationSettings, profile, team } from '../views/people.ts';
import { fullRuleset, repository, ruleset } from '../views/repositories.ts';
import { found, same } from '../world.ts';
import { auditLog } from './audit-log.ts';
import { Answer, type Call, type Routes } from './call.ts';
import { page } from './pages.ts';

export const peopleRoutes: Routes = {
  'GET /user': ['user', (call) => profile(call.world, call.actor)],
  'GET /user/{account_id}': ['any', (call) => profile(call.world, accountById(call))],
  'GET /user/memberships/orgs/{org}': ['user', showOwnMembership],
  'GET /users/{username}': ['any', (call) => profile(call.world, found(call.world.account(call.param('username'))))],
  'GET /users/{username}/keys': [
    'any',
    (call) => page(call, call.user('username').publicKeys, ({ id, key }) => ({ id, key })),
  ],

  'GET /orgs/{org}': ['any', showOrganization],
  'GET /orgs/{org}/repos': ['metadata:read', listRepositories],
  'GET /orgs/{org}/members': ['members:read', listMembers],
  'GET /orgs/{org}/members/{username}': ['members:read', (call) => new Answer(isMember(call) ? 204 : 404)],
  'GET /orgs/{org}/memberships/{username}': ['members:read', showMembership],
  'DELETE /orgs/{org}/members/{username}': ['members:write', dropMember, 204],
  'GET /orgs/{org}/outside_collaborators': [
    'members:read',
    (call) => page(call, call.world.outsidersOf(call.organization), (one) => account(call.world, one)),
  ],
  'DELETE /orgs/{org}/outside_collaborators/{username}': ['members:write', dropOutsider, 204],
  'GET /orgs/{org}/blocks': [
    'organization_user_blocking:read',
    (call) => page(call, [...call.organization.blocked], (one) => account(call.world, one)),
  ],
  'GET /orgs/{org}/teams': [
    'members:read',
    (call) => page(call, call.organization.teams, (one) => team(call.world, call.organization, one)),
  ],
  'GET /orgs/{org}/teams/{team_slug}/members': [
    'members:read',
    (call) => page(call, [...teamOf(call).members], (one) => account(call.world, one)),
  ],
  'GET /orgs/{org}/teams/{team_slug}/repos': [
    'members:read',
    (call) => page(call, [...teamOf(call).repositories.keys()], (one) => repository(call.world, one)),
  ],

  'GET /orgs/{org}/installations': ['organization_administration:read', listInstallations],
  'GET /orgs/{org}/hooks': [
    'organization_hooks:read',
    (call) => page(call, call.organization.hooks, (one) => hook(call.world, call.organization, one)),
  ],
  'GET /orgs/{org}/hooks/{hook_id}': [
    'organization_hooks:read',
    (call) => hook(call.world, call.organization, byId(call.organization.hooks, call.id('hook_id'))),
  ],
  'GET /orgs/{org}/actions/runners': [
    'organization_self_hosted_runners:read',
    (call) => page(call, call.organization.runners, runner, 'runners'),
  ],
  'GET /orgs/{org}/actions/runners/{runner_id}': [
    'organization_self_hosted_runners:read',
    (call) => runner(byId(call.organization.runners, call.id('runner_id'))),
  ],
  'GET /orgs/{org}/private-registries': [
    'organization_private_registries:read',
    (call) => page(call, call.organization.registries, registry, 'configurations'),
  ],
  'GET /orgs/{org}/private-registries/{secret_name}': ['organization_private_registries:read', showRegistry],
  'GET /orgs/{org}/credential-authorizations': ['organization_administration:read', listSsoAuthorizations],
  'GET /orgs/{org}/rulesets': [
    'organization_administration:write',
    (call) => page(call, call.organization.rulesets, (one) => ruleset(call.world, call.organization.login, one)),
  ],
  'GET /orgs/{org}/rulesets/{ruleset_id}': ['organization_administration:write', showRuleset],
  'GET /orgs/{org}/personal-access-tokens': ['organization_personal_access_tokens:read', listGrants],
  'POST /orgs/{org}/personal-access-tokens/{pat_id}': ['organization_personal_access_tokens:write', revokeGrant, 204],
  'GET /orgs/{org}/personal-access-token-requests': ['organization_personal_access_token_requests:read', listRequests],
  'GET /orgs/{org}/audit-log': ['organization_administration:read', auditLog],
};

function accountById(call: Call): User | Organization {
  const id = call.id('account_id');
  const { users, organizations } = call.world;
  return found([...users, ...organizations].find((one) => one.id === id));
}

function showOrganization(call: Call): unknown {
  const { world, caller, organization: org } = call;
  const administers =
    (caller.kind === 'user' && org.members.get(caller.user) === 'admin') ||
    (caller.kind === 'installation' && caller.permissions['organization_administration'] !== undefined);
  return administers ? organizationSettings(world, org) : organization(world, org);
}

function listRepositories(call: Call): Answer {
  const { type = 'all' } = call.query;
  const wanted = (one: Repository): boolean => type === 'all' || (type === 'public') === !one.private;
  const visible = call.world.repositoriesOf(call.organization).filter((one) => call.sees(one) && wanted(one));
  return page(call, visible, (one) => repository(call.world, one));
}

function listMembers(call: Call): Answer {
  const { role = 'all' } = call.query;
  const members = [...call.organization.members].filter(([, has]) => role === 'all' || has === role);
  return page(call, members, ([one]) => account(call.world, one));
}

const isMember = (call: Call): boolean => call.organization.members.has(call.user('username'));

function showMembership(call: Call): unknown {
  const user = call.user('username');
  return membership(call.world, call.organization, user, found(call.organization.members.get(user)));
}

function showOwnMembership(call: Call): unknown {
  const { world, organization: org, actor } = call;
  return membership(world, org, actor, found(org.members.get(actor)));
}

function dropMember(call: Call): void {
  if (!isMember(call)) throw new Refusal(404, 'Not Found');
  removeMember(call.world, call.organization, call.actor, call.user('username'));
}

function dropOutsider(call: Call): void {
  const user = call.user('username');
  if (isMember(call))
    throw new Refusal(422, 'You cannot specify an organization member to remove as an outside collaborator.');
  for (const one of call.world.repositoriesOf(call.organization)) removeCollaborator(call.world, one, call.actor, user);
}

const teamOf = (call: Call): Team => found(call.organization.teams.find((one) => one.slug === call.param('team_slug')));

function listInstallations(call: Call): Answer {
  return page(
    call,
    call.world.installationsOn(call.organization),
    (one) => installation(call.world, one),
    'installations',
  );
}

function showRuleset(call: Call): unknown {
  const org = call.organization;
  return fullRuleset(call.world, org.login, found(org.rulesets.find((one) => one.id === call.id('ruleset_id'))));
}

const byId = <T extends { id: number }>(all: readonly T[], id: number): T => found(all.find((one) => one.id === id));

function showRegistry(call: Call): unknown {
  const { registries } = call.organization;
  return registry(found(registries.find(({ name }) => name === call.param('secret_name'))));
}

/** GitHub has the list where single sign-on is: on the enterprise plan. */
function listSsoAuthorizations(call: Call): Answer {
  const { plan, ssoAuthorizations } = call.organization;
  if (plan !== 'enterprise') throw new Refusal(404, 'Not Found');
  return page(call, ssoAuthorizations, ssoAuthorization);
}

const ofOwner = (call: Call, grants: TokenGrant[]): TokenGrant[] => {
  const owner = call.query['owner[]'] ?? call.query['owner'];
  return owner === undefined ? grants : grants.filter((one) => same(one.owner.login, owner));
};

function listGrants(call: Call): Answer {
  const org = call.organization;
  return page(call, ofOwner(call, org.grants), (one) => tokenGrant(call.world, org, one));
}

function listRequests(call: Call): Answer {
  const org = call.organization;
  return page(call, ofOwner(call, org.requests), (one) => tokenRequest(call.world, org, one));
}

function revokeGrant(call: Call): void {
  const org = call.organization;
  const grant = found(org.grants.find((one) => one.id === call.id('pat_id')));
  if (call.text('action') !== 'revoke') throw new Refusal(422, 'Validation Failed');
  revokeTokenAccess(call.world, org, call.actor, grant);
}
