import { z } from 'zod';
import { mustBeWhole, sparing } from '../../github/sparing.ts';
import type { Presence } from '../../model/access.ts';
import type { Case } from '../../model/case.ts';
import type { Person } from '../../model/person.ts';
import { DAY } from '../../model/time.ts';
import { withSkipped } from '../asking/skipped.ts';
import { answered } from '../asking/visible.ts';
import type { Context, Site } from '../context.ts';
import { presentAtLastSweep } from './people.ts';
import { teamsOf } from './team-members.ts';

/** https://docs.github.com/rest/orgs/members#get-organization-membership-for-a-user */
const Membership = z.object({ state: z.enum(['active', 'pending']), user: z.object({ id: z.number() }).nullish() });
const Account = z.object({ id: z.number() });

/** Whether leavers are still members, outside collaborators or in teams. True when something was asked. */
export async function askPresence(context: Context, site: Site, cases: readonly Case[]): Promise<boolean> {
  const { store, now } = context;
  const { id: org } = site.organization;
  if (cases.length === 0) return false;
  const here = new Set(await presentAtLastSweep(store, org));
  const due = new Map<number, Person>();
  for (const { departure, residual } of cases) {
    const { person, notices } = departure;
    const { state, lookedAt: last = 0 } = residual ?? {};
    // Whoever was seen in is looked at each time, so that the box ticks soon; whoever is out
    // once a day, and when somebody says otherwise.
    const isTold = person !== undefined && (here.has(person.id) || notices.some(({ learnedAt }) => learnedAt >= last));
    const isSettled = state === 'out' && now() - last < DAY && !isTold;
    if (person !== undefined && !isSettled) due.set(person.id, person);
  }
  if (due.size === 0) return false;
  const lookedAt = now();
  // The list that can be read is the control for every "not there" of this pass.
  const outsiders = await answered(context, org, 'human-access', {}, () => outsidersOf(site, [...due.keys()]));
  const seen = new Map<string, Presence>();
  for (const person of due.values()) {
    const membership =
      outsiders && (await answered(context, org, 'human-access', {}, () => membershipOf(site, person)));
    // Nobody else can be in one.
    const inTeams = membership === 'active' ? await teamsOf(context, site, person.id) : membership && [];
    seen.set(String(person.id), {
      lookedAt,
      ...(outsiders && membership ? { membership, outsider: outsiders.has(person.id) } : {}),
      ...(inTeams ? { teams: inTeams } : {}),
    });
  }
  await store.records.save(org, 'presence', seen);
  return true;
}

/**
 * Whether GitHub shows somebody in at this moment, as a member or as an outside collaborator. An invitation is neither.
 */
export async function isIn(site: Site, person: Pick<Person, 'id' | 'login'>): Promise<boolean> {
  return (await membershipOf(site, person)) === 'active' || (await outsidersOf(site, [person.id])).has(person.id);
}

/** `wanted`: of whom it matters that they are not in it. */
async function outsidersOf(
  { organization: { login }, github }: Site,
  wanted: readonly number[],
): Promise<ReadonlySet<number>> {
  const door = sparing(github);
  const route = 'GET /orgs/{org}/outside_collaborators';
  const list = () => Array.fromAsync(door.github.pages(route, { org: login }, Account));
  const here = new Set((await withSkipped(list, ({ id }) => id, wanted)).map(({ id }) => id));
  // Whoever can be read is here; whoever is not among them may be what could not be read.
  if (!wanted.every((id) => here.has(id))) mustBeWhole(door.unread());
  return here;
}

/** A login that somebody else took since names somebody else. */
async function membershipOf(
  { organization, github }: Site,
  { id, login }: Pick<Person, 'id' | 'login'>,
): Promise<Presence['membership']> {
  const route = 'GET /orgs/{org}/memberships/{username}';
  const found = await github.find(route, { org: organization.login, username: login }, Membership);
  return found === undefined || (found.user && found.user.id !== id) ? 'none' : found.state;
}
