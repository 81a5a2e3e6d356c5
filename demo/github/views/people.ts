import type { Account, Organization, Repository, Team } from '../model.ts';
import type { Role, User } from '../records.ts';
import type { World } from '../world.ts';
import { iso, links, nodeId, rights, type View } from './view.ts';

const userLinks =
  'followers following=/following{/other_user} gists=/gists{/gist_id} starred=/starred{/owner}{/repo} subscriptions ' +
  'organizations=/orgs repos events=/events{/privacy} received_events';
const organizationLinks = 'repos events hooks issues members=/members{/member} public_members=/public_members{/member}';

/** GitHub's "simple user", which also stands for organisations. */
export const account = (world: World, who: Account): View => {
  const url = `${world.api}/users/${encodeURIComponent(who.login)}`;
  return {
    login: who.login,
    id: who.id,
    node_id: nodeId(who.type, who.id),
    avatar_url: `${world.web}/avatars/${who.id}`,
    gravatar_id: '',
    url,
    html_url: who.type === 'Bot' ? `${world.web}/apps/${who.login.replace('[bot]', '')}` : `${world.web}/${who.login}`,
    ...links(url, userLinks),
    type: who.type,
    user_view_type: 'public',
    site_admin: false,
  };
};

export const accountOrNull = (world: World, who: Account | undefined | null): View | null =>
  who ? account(world, who) : null;

export const profile = (world: World, who: Account): View => ({
  ...account(world, who),
  name: who.name,
  email: who.type === 'User' ? who.email : null,
  public_repos: world.repositoriesOf(who).filter((repository) => !repository.private).length,
  created_at: iso(who.createdAt),
  updated_at: iso(who.createdAt),
});

export const organizationSimple = (world: World, organization: Organization): View => {
  const url = `${world.api}/orgs/${organization.login}`;
  return {
    login: organization.login,
    id: organization.id,
    node_id: nodeId('Organization', organization.id),
    url,
    ...links(url, organizationLinks),
    avatar_url: `${world.web}/avatars/${organization.id}`,
    description: '',
  };
};

export const organization = (world: World, org: Organization): View => ({
  ...organizationSimple(world, org),
  name: org.name,
  email: org.email,
  has_organization_projects: true,
  has_repository_projects: true,
  public_repos: world.repositoriesOf(org).filter((repository) => !repository.private).length,
  html_url: `${world.web}/${org.login}`,
  type: 'Organization',
  created_at: iso(org.createdAt),
  updated_at: iso(org.createdAt),
});

/** What only those see who may administer the organisation. */
export const organizationSettings = (world: World, org: Organization): View => ({
  ...organization(world, org),
  total_private_repos: 0,
  owned_private_repos: 0,
  private_gists: 0,
  disk_usage: 0,
  collaborators: 0,
  is_verified: false,
  billing_email: org.email,
  plan: { name: org.plan, space: 976_562_499, private_repos: 999_999, filled_seats: org.members.size, seats: 100 },
  default_repository_permission: 'read',
  two_factor_requirement_enabled: false,
  web_commit_signoff_required: false,
  members_can_create_repositories: true,
  members_allowed_repository_creation_type: 'all',
  members_can_create_pages: true,
  members_can_create_public_repositories: true,
  members_can_create_private_repositories: true,
  members_can_create_internal_repositories: false,
  members_can_fork_private_repositories: false,
  members_can_create_public_pages: true,
  members_can_create_private_pages: true,
});

export const membership = (world: World, org: Organization, user: User, role: string, state = 'active'): View => ({
  url: `${world.api}/orgs/${org.login}/memberships/${user.login}`,
  state,
  role,
  organization_url: `${world.api}/orgs/${org.login}`,
  user: account(world, user),
  organization: organizationSimple(world, org),
  direct_membership: true,
  enterprise_teams_providing_indirect_membership: [],
});

export const team = (world: World, org: Organization, one: Team): View => ({
  id: one.id,
  node_id: nodeId('Team', one.id),
  url: `${world.api}/organizations/${org.id}/team/${one.id}`,
  html_url: `${world.web}/orgs/${org.login}/teams/${one.slug}`,
  name: one.name,
  slug: one.slug,
  description: null,
  privacy: 'closed',
  notification_setting: 'notifications_enabled',
  permission: 'pull',
  members_url: `${world.api}/organizations/${org.id}/team/${one.id}/members{/member}`,
  repositories_url: `${world.api}/organizations/${org.id}/team/${one.id}/repos`,
  parent: null,
});

/** GitHub's words for roles differ by place: "push" in permissions, "write" in role_name. */
export const collaborator = (world: World, user: User, role: Role): View => ({
  ...account(world, user),
  permissions: rights(role),
  role_name: role,
});

export const permissionOf = (world: World, repository: Repository, user: User): View => {
  const role = world.roleOf(user, repository);
  const coarse = role === 'maintain' ? 'write' : role === 'triage' ? 'read' : (role ?? 'none');
  return {
    permission: coarse,
    role_name: role ?? 'none',
    user: { ...account(world, user), permissions: rights(role), role_name: role ?? 'none' },
  };
};
