// People come, go, and get their last day.
import { DAY, isoDay } from '../../src/model/time.ts';
import type { Act } from './acts.ts';
import { post } from './mail.ts';
import { ALICE, CONTRACTORS, type Person, type RepositoryName, type World } from './world.ts';

const CODE: readonly RepositoryName[] = ['shop', 'infra'];

export function contractor(who: number): Person {
  return CONTRACTORS[who % CONTRACTORS.length] ?? ALICE;
}

export function codeAt(where: number): RepositoryName {
  return CODE[where % CODE.length] ?? 'shop';
}

export function performPeople(world: World, act: Act): void {
  switch (act.do) {
    case 'join':
      join(world, contractor(act.who));
      return;
    case 'leave':
      leave(world, contractor(act.who));
      return;
    case 'block':
      block(world, contractor(act.who));
      return;
    case 'unblock':
      unblock(world, contractor(act.who));
      return;
    case 'give':
      give(world, contractor(act.who), codeAt(act.where));
      return;
    case 'take':
      take(world, contractor(act.who), codeAt(act.where));
      return;
    case 'roster': {
      const day = act.day === null ? undefined : isoDay(world.now + act.day * DAY);
      world.roster.set(contractor(act.who).login, day);
      post(world, 'push', { repository: 'people', after: 'e'.repeat(40) });
      return;
    }
    default:
  }
}

function join(world: World, person: Person): void {
  if (world.members.has(person.id) || world.blocked.has(person.id)) return;
  world.members.set(person.id, person);
  world.outsiders.delete(person.id);
  post(world, 'organization.member_added', { membership: { user: person }, sender: ALICE });
}

/** Out of the organisation and out of every repository. */
function leave(world: World, person: Person): void {
  const repositories = [...(world.outsiders.get(person.id) ?? [])];
  world.outsiders.delete(person.id);
  if (world.members.delete(person.id))
    post(world, 'organization.member_removed', { membership: { user: person }, sender: ALICE });
  for (const repository of repositories) post(world, 'member.removed', { repository, member: person, sender: ALICE });
}

/** A member has to be removed first; that an outsider loses the repositories, nobody tells. */
function block(world: World, person: Person): void {
  if (world.members.has(person.id) || world.blocked.has(person.id)) return;
  world.blocked.add(person.id);
  world.outsiders.delete(person.id);
  post(world, 'org_block.blocked', { blocked_user: person, sender: ALICE });
}

/** Lets them come back, and does not bring them. */
function unblock(world: World, person: Person): void {
  if (world.blocked.delete(person.id)) post(world, 'org_block.unblocked', { blocked_user: person, sender: ALICE });
}

function give(world: World, person: Person, repository: RepositoryName): void {
  const here = world.outsiders.get(person.id) ?? new Set();
  if (world.members.has(person.id) || world.blocked.has(person.id) || here.has(repository)) return;
  world.outsiders.set(person.id, here.add(repository));
  post(world, 'member.added', { repository, member: person, sender: ALICE });
}

function take(world: World, person: Person, repository: RepositoryName): void {
  if (world.outsiders.get(person.id)?.delete(repository) !== true) return;
  post(world, 'member.removed', { repository, member: person, sender: ALICE });
}
