import { z } from 'zod';
import { NotVisible } from '../../github/github.ts';
import { mustBeWhole, sparing } from '../../github/sparing.ts';
import type { Stay, TeamMembers } from '../../model/access.ts';
import type { Gap } from '../../model/coverage.ts';
import { asFarAsRead, withSeen } from '../../policy/access-history.ts';
import { withSkipped } from '../asking/skipped.ts';
import { gapOf, isGone, unlessGone, visible } from '../asking/visible.ts';
import type { Context, Site } from '../context.ts';

/** https://docs.github.com/rest/teams/members#list-team-members: those of the teams below it are among them. */
const Member = z.object({ id: z.number(), login: z.string() });
type Member = z.infer<typeof Member>;
const Team = z.object({ id: z.number(), slug: z.string() });
type Team = z.infer<typeof Team>;

interface Seen {
  readonly all: readonly Member[];
  /** What of the list could not be read. */
  readonly partly: Gap | undefined;
}

const NOBODY: Seen = { all: [], partly: undefined };

const SOURCE = 'team-member';

/**
 * Who is in every team of the organisation: one request for 100 teams, and one a team,
 * which costs nothing while nobody comes or goes.
 */
export async function lookAtTeams(context: Context, site: Site): Promise<void> {
  const { organization, github } = site;
  const { id: org, login } = organization;
  await visible(context, org, SOURCE, {}, async (): Promise<true> => {
    const before = [...(await context.store.records.list(org, 'team-members'))].filter(([, { people }]) =>
      people.some(isOpen),
    );
    const door = sparing(github);
    const list = () => Array.fromAsync(door.github.pages('GET /orgs/{org}/teams', { org: login }, Team));
    const known = before.map(([id]) => id);
    const teams = await withSkipped(list, ({ id }) => String(id), known);
    const present = new Set(teams.map(({ id }) => String(id)));
    // Those that are gone first: another may have their name now. Of those that could not be read nobody knows.
    if (door.unread() === undefined)
      for (const [id, { slug }] of before)
        if (!present.has(id)) await keep(context, org, { id: Number(id), slug }, NOBODY);
    const { unseen, partly } = await keepAll(context, site, teams);
    if (unseen.length === 0) return wholly(partly ?? door.unread());
    // Deleted since it was listed, under another name by now, or not shown: the list tells.
    const listed = await withSkipped(
      list,
      ({ id }) => id,
      unseen.map(({ id }) => id),
    );
    const now = new Map(listed.map((team) => [team.id, team]));
    if (door.unread() === undefined)
      for (const team of unseen) if (!now.has(team.id)) await keep(context, org, team, NOBODY);
    const again = unseen.flatMap(({ id }) => now.get(id) ?? []);
    const later = await keepAll(context, site, again);
    if (later.unseen.length > 0) throw notShown(later.unseen);
    return wholly(later.partly ?? partly ?? door.unread());
  });
}

function wholly(partly: Gap | undefined): true {
  mustBeWhole(partly);
  return true;
}

/** Returns those of which GitHub says that they are not there, and what could not be read of another. */
async function keepAll(
  context: Context,
  site: Site,
  teams: readonly Team[],
): Promise<{ readonly unseen: readonly Team[]; readonly partly: Gap | undefined }> {
  const unseen: Team[] = [];
  let partly: Gap | undefined;
  for (const team of teams) {
    const members = await membersOf(context, site, team).catch(unlessGone);
    if (members === undefined) unseen.push(team);
    else await keep(context, site.organization.id, team, members);
    partly ??= members?.partly;
  }
  return { unseen, partly };
}

function notShown(teams: readonly Team[]): NotVisible {
  const more = teams.length === 1 ? '' : ` and of ${teams.length - 1} more`;
  const says = `not visible: GitHub lists the team ${teams[0]?.slug} and says that its members${more} are not there (404)`;
  return new NotVisible({ why: 'absent', says });
}

/**
 * The teams that somebody is in now; undefined when that is not visible. Only those in which the last
 * sweep saw them are looked at again. Whoever calls it has read a list with the same permission.
 */
export async function teamsOf(context: Context, site: Site, person: number): Promise<readonly string[] | undefined> {
  const { store } = context;
  const { id: org } = site.organization;
  const theirs = async () =>
    [...(await store.records.list(org, 'team-members'))].filter(([, { people }]) => isIn(people, person));
  try {
    if (await isUnseen(context, org)) await lookAtTeams(context, site);
    for (const [id, { slug }] of await theirs()) {
      const team = { id: Number(id), slug };
      await keep(context, org, team, await membersOf(context, site, team));
    }
  } catch (error) {
    // Deleted, or under another name.
    if (isGone(error)) await lookAtTeams(context, site);
    else if (gapOf(error) === undefined) throw error;
    else return undefined;
  }
  return (await isUnseen(context, org)) ? undefined : (await theirs()).map(([, { slug }]) => slug);
}

async function isUnseen({ store }: Context, org: number): Promise<boolean> {
  const look = (await store.coverage.at(org, undefined)).find(({ source }) => source === SOURCE);
  return look === undefined || look.gap !== undefined;
}

async function membersOf({ store }: Context, { organization, github }: Site, { id: team, slug }: Team): Promise<Seen> {
  const where = { org: organization.login, team_slug: slug };
  const before = await store.records.read(organization.id, 'team-members', String(team));
  const known = (before?.people ?? []).filter(isOpen).map(({ id }) => id);
  const door = sparing(github);
  const list = () => Array.fromAsync(door.github.pages('GET /orgs/{org}/teams/{team_slug}/members', where, Member));
  const all = await withSkipped(list, ({ id }) => id, known);
  return { all, partly: door.unread() };
}

async function keep({ store, now }: Context, org: number, { id, slug }: Team, { all, partly }: Seen): Promise<void> {
  const before = await store.records.read(org, 'team-members', String(id));
  const lookedAt = now();
  const { looked, kept } = asFarAsRead(before?.people ?? [], all, partly === undefined);
  const people = [...kept, ...withSeen<Stay, Member>(looked, all, lookedAt, (one) => one.id)];
  const team: TeamMembers = { slug, firstLookedAt: before?.firstLookedAt ?? lookedAt, lookedAt, people };
  await store.records.save(org, 'team-members', new Map([[String(id), team]]));
}

function isIn(people: readonly Stay[], person: number): boolean {
  return people.some((stay) => stay.id === person && isOpen(stay));
}

function isOpen({ goneAt }: Stay): boolean {
  return goneAt === undefined;
}
