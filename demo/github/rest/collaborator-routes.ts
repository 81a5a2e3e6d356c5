// Who may do what in a repository, and who was asked to.
import { acceptInvitation, inviteCollaborator, removeCollaborator, setCollaborator } from '../acts/people.ts';
import type { Repository } from '../model.ts';
import type { Invitation, Role, User } from '../records.ts';
import { collaborator, permissionOf, team } from '../views/people.ts';
import { invitation } from '../views/repositories.ts';
import { rights } from '../views/view.ts';
import { found, type World } from '../world.ts';
import { Answer, type Call, type Routes } from './call.ts';
import { page } from './pages.ts';

export const collaboratorRoutes: Routes = {
  'GET /repos/{owner}/{repo}/collaborators': ['metadata:read', listCollaborators],
  'GET /repos/{owner}/{repo}/collaborators/{username}': [
    'metadata:read',
    (call) => new Answer(call.world.roleOf(call.user('username'), call.repository) ? 204 : 404),
  ],
  'GET /repos/{owner}/{repo}/collaborators/{username}/permission': [
    'metadata:read',
    (call) => permissionOf(call.world, call.repository, call.user('username')),
  ],
  'PUT /repos/{owner}/{repo}/collaborators/{username}': ['administration:write', putCollaborator, 204],
  'DELETE /repos/{owner}/{repo}/collaborators/{username}': ['administration:write', dropCollaborator, 204],
  'GET /repos/{owner}/{repo}/invitations': ['administration:read', listInvitations],
  'GET /repos/{owner}/{repo}/teams': ['administration:read', listTeams],
  'PATCH /user/repository_invitations/{invitation_id}': ['user', accept, 204],
};

function listCollaborators(call: Call): Answer {
  const { world, repository: place } = call;
  const { affiliation = 'all' } = call.query;
  const isOutside = (user: User): boolean => place.owner.type === 'Organization' && !place.owner.members.has(user);
  const shown = rolesIn(world, place).filter(
    ({ user }) =>
      affiliation === 'all' || (place.collaborators.has(user) && (affiliation !== 'outside' || isOutside(user))),
  );
  return page(call, shown, ({ user, role }) => collaborator(world, user, role));
}

/** Everybody who has rights there, by whichever way. */
export function rolesIn(world: World, place: Repository): readonly { user: User; role: Role }[] {
  return world.users.flatMap((user) => {
    const role = world.rightsOf(user, place);
    return role ? [{ user, role }] : [];
  });
}

const roleNames: Record<string, Role> = { pull: 'read', push: 'write' };

/** 201 with an invitation for a stranger, 204 for whoever has rights already. */
function putCollaborator(call: Call): Answer {
  const { world, repository: place, actor } = call;
  const user = call.user('username');
  const wanted = call.text('permission') ?? 'push';
  const role = roleNames[wanted] ?? (wanted as Role);
  if (world.rightsOf(user, place)) {
    setCollaborator(world, place, actor, user, role);
    return new Answer(204);
  }
  const shown = invitation(world, place, inviteCollaborator(world, place, actor, user, role));
  return new Answer(201, shown, { location: String(shown['url']) });
}

function dropCollaborator(call: Call): void {
  removeCollaborator(call.world, call.repository, call.actor, call.user('username'));
}

function listInvitations(call: Call): Answer {
  return page(call, call.repository.invitations, (one) => invitation(call.world, call.repository, one));
}

const permissionNames = { read: 'pull', triage: 'triage', write: 'push', maintain: 'maintain', admin: 'admin' };

/** Here GitHub says what the team may do in this repository, in the words of permissions. */
function listTeams(call: Call): Answer {
  const { owner } = call.repository;
  const teams = owner.type === 'Organization' ? owner.teams : [];
  const here = teams.flatMap((one) => {
    const role = one.repositories.get(call.repository);
    return role && owner.type === 'Organization'
      ? [{ ...team(call.world, owner, one), permission: permissionNames[role], permissions: rights(role) }]
      : [];
  });
  return page(call, here, (one) => one);
}

function accept(call: Call): void {
  const all = call.world.repositories.flatMap((place) =>
    place.invitations.map((one): [Repository, Invitation] => [place, one]),
  );
  const mine = all.find(([, one]) => one.id === call.id('invitation_id') && one.invitee === call.actor);
  acceptInvitation(call.world, ...found(mine));
}
