// Who belongs where: members, outside collaborators, teams.
import { emit } from '../emit.ts';
import type { Organization, Repository, Team } from '../model.ts';
import type { Invitation, Role, User } from '../records.ts';
import { emptyVault } from '../vault.ts';
import { account, membership, team as teamView } from '../views/people.ts';
import type { World } from '../world.ts';

export function user(world: World, login: string, given?: Parameters<World['addUser']>[1]): User {
  return world.addUser(login, given);
}

export function organization(
  world: World,
  login: string,
  given: { name?: string; plan?: Organization['plan'] } = {},
): Organization {
  const made: Organization = {
    type: 'Organization',
    id: world.nextId(),
    login,
    name: given.name ?? login,
    email: `office@${login}.example`,
    createdAt: world.now(),
    plan: given.plan ?? 'team',
    members: new Map(),
    teams: [],
    vault: emptyVault(),
    hooks: [],
    audit: [],
    grants: [],
    requests: [],
    rulesets: [],
    runners: [],
    registries: [],
    ssoAuthorizations: [],
    blocked: new Set(),
  };
  world.organizations.push(made);
  return made;
}

export function addMember(
  world: World,
  org: Organization,
  actor: User,
  who: User,
  role: 'admin' | 'member' = 'member',
): void {
  org.members.set(who, role);
  world.audit(org, 'org.add_member', actor, { user: who.login, user_id: who.id });
  emit(world, 'organization', org, actor, { action: 'member_added', membership: membership(world, org, who, role) });
}

/** Takes the person out of the organisation, its teams and its repositories. What they made stays, as on GitHub. */
export function removeMember(world: World, org: Organization, actor: User, who: User): void {
  org.members.delete(who);
  for (const team of org.teams) if (team.members.has(who)) removeFromTeam(world, org, actor, team, who);
  for (const repository of world.repositoriesOf(org)) repository.collaborators.delete(who);
  world.audit(org, 'org.remove_member', actor, { user: who.login, user_id: who.id });
  const left = membership(world, org, who, 'unaffiliated', 'inactive');
  emit(world, 'organization', org, actor, { action: 'member_removed', membership: left });
}

/**
 * Keeps an outsider away. They lose the organisation's repositories, of which GitHub is not
 * known to tell; a member has to be removed first.
 */
export function blockUser(world: World, org: Organization, actor: User, who: User): void {
  if (org.members.has(who)) throw new Error(`@${who.login} is a member of ${org.login}: GitHub blocks nobody who is`);
  for (const repository of world.repositoriesOf(org)) repository.collaborators.delete(who);
  org.blocked.add(who);
  tellOfBlock(world, org, actor, who, 'blocked');
}

export function unblockUser(world: World, org: Organization, actor: User, who: User): void {
  org.blocked.delete(who);
  tellOfBlock(world, org, actor, who, 'unblocked');
}

function tellOfBlock(world: World, org: Organization, actor: User, who: User, action: 'blocked' | 'unblocked'): void {
  const did = action === 'blocked' ? 'org.block_user' : 'org.unblock_user';
  world.audit(org, did, actor, { user: who.login, user_id: who.id });
  emit(world, 'org_block', org, actor, { action, blocked_user: account(world, who) });
}

/** Gives a person rights in one repository: an outside collaborator, unless they are a member. */
export function setCollaborator(
  world: World,
  repository: Repository,
  actor: User,
  who: User,
  role: Role = 'write',
): void {
  const before = repository.collaborators.get(who);
  repository.collaborators.set(who, role);
  const edited = before !== undefined;
  world.audit(repository, edited ? 'repo.update_member' : 'repo.add_member', actor, {
    user: who.login,
    user_id: who.id,
  });
  const changes = edited
    ? { old_permission: { from: before }, permission: { from: before, to: role } }
    : { permission: { to: role }, role_name: { to: role } };
  emit(world, 'member', repository, actor, {
    action: edited ? 'edited' : 'added',
    member: account(world, who),
    changes,
  });
}

/** Asks a stranger, who has no rights before they accept; GitHub tells apps nothing of it. */
export function inviteCollaborator(
  world: World,
  repository: Repository,
  actor: User,
  who: User,
  role: Role,
): Invitation {
  const made = { id: world.nextId(), invitee: who, inviter: actor, role, createdAt: world.now() };
  repository.invitations.push(made);
  return made;
}

export function acceptInvitation(world: World, repository: Repository, invitation: Invitation): void {
  repository.invitations = repository.invitations.filter((one) => one !== invitation);
  setCollaborator(world, repository, invitation.inviter, invitation.invitee, invitation.role);
}

export function removeCollaborator(world: World, repository: Repository, actor: User, who: User): void {
  if (!repository.collaborators.delete(who)) return;
  world.audit(repository, 'repo.remove_member', actor, { user: who.login, user_id: who.id });
  emit(world, 'member', repository, actor, { action: 'removed', member: account(world, who) });
}

export function createTeam(world: World, org: Organization, actor: User, name: string): Team {
  const slug = name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  const team: Team = { id: world.nextId(), name, slug, members: new Set(), repositories: new Map() };
  org.teams.push(team);
  emit(world, 'team', org, actor, { action: 'created', team: teamView(world, org, team) });
  return team;
}

export function addToTeam(world: World, org: Organization, actor: User, team: Team, who: User): void {
  team.members.add(who);
  emitMembership(world, 'added', org, actor, team, who);
}

export function removeFromTeam(world: World, org: Organization, actor: User, team: Team, who: User): void {
  team.members.delete(who);
  emitMembership(world, 'removed', org, actor, team, who);
}

function emitMembership(world: World, action: string, org: Organization, actor: User, team: Team, who: User): void {
  const payload = { action, scope: 'team', member: account(world, who), team: teamView(world, org, team) };
  emit(world, 'membership', org, actor, payload);
}

/** Gives a team a role in a repository; null takes it away. */
export function setTeamRole(world: World, repository: Repository, actor: User, team: Team, role: Role | null): void {
  const { owner } = repository;
  if (owner.type !== 'Organization') return;
  if (role) team.repositories.set(repository, role);
  else team.repositories.delete(repository);
  const action = role ? 'added_to_repository' : 'removed_from_repository';
  emit(world, 'team', repository, actor, { action, team: teamView(world, owner, team) });
}

export function addPublicKey(world: World, who: User, key: string): void {
  who.publicKeys.push({ id: world.nextId(), key });
}
