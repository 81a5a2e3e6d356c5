import { z } from 'zod';
import { GitHubFailure } from '../github/github.ts';
import type { Stay, TeamMembers } from '../model/access.ts';
import { withSeen } from '../policy/access-history.ts';
import type { Context, Site } from './context.ts';
import { withSkipped } from './skipped.ts';
import { gapOf, visible } from './visible.ts';

/** https://docs.github.com/rest/teams/members#list-team-members: those of the teams below it are among them. */
const Member = z.object({ id: z.number(), login: z.string() });
type Member = z.infer<typeof Member>;
const Team = z.object({ id: z.number(), slug: z.string() });
type Team = z.infer<typeof Team>;

const SOURCE = 'team-member';

/** Who is in every team of the organisation: one request for 100 teams, and one a team, which costs nothing while nobody comes or goes. */
export async function lookAtTeams(context: Context, site: Site): Promise<void> {
  const { organization, github } = site;
  const { id: org, login } = organization;
  await visible(context, org, SOURCE, {}, async (): Promise<true> => {
    const before = [...(await context.store.records.list(org, 'team-members'))].filter(([, { people }]) =>
      people.some(isOpen),
    );
    const list = () => Array.fromAsync(github.pages('GET /orgs/{org}/teams', { org: login }, Team));
    const known = before.map(([id]) => id);
    const teams = await withSkipped(list, ({ id }) => String(id), known);
    const present = new Set(teams.map(({ id }) => String(id)));
    // Those that are gone first: another may have their name now.
    for (const [id, { slug }] of before) if (!present.has(id)) await keep(context, org, { id: Number(id), slug }, []);
    for (const team of teams) await keep(context, org, team, await membersOf(context, site, team).catch(nobody));
    return true;
  });
}

/**
 * The teams that somebody is in now; undefined when that is not visible. Only those in which the last sweep saw them are looked at again. Whoever
 * calls it has read a list with the same permission.
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
    if (error instanceof GitHubFailure && isGone(error)) await lookAtTeams(context, site);
    else if (gapOf(error) === undefined) throw error;
    else return undefined;
  }
  return (await isUnseen(context, org)) ? undefined : (await theirs()).map(([, { slug }]) => slug);
}

async function isUnseen({ store }: Context, org: number): Promise<boolean> {
  const look = (await store.coverage.list(org)).find(({ source }) => source === SOURCE);
  return look === undefined || look.gap !== undefined;
}

async function membersOf(
  { store }: Context,
  { organization, github }: Site,
  { id: team, slug }: Team,
): Promise<readonly Member[]> {
  const where = { org: organization.login, team_slug: slug };
  const before = await store.records.read(organization.id, 'team-members', String(team));
  const known = (before?.people ?? []).filter(isOpen).map(({ id }) => id);
  const list = () => Array.fromAsync(github.pages('GET /orgs/{org}/teams/{team_slug}/members', where, Member));
  return withSkipped(list, ({ id }) => id, known);
}

async function keep({ store, now }: Context, org: number, { id, slug }: Team, seen: readonly Member[]): Promise<void> {
  const before = await store.records.read(org, 'team-members', String(id));
  const lookedAt = now();
  const people = withSeen<Stay, Member>(before?.people ?? [], seen, lookedAt, (one) => one.id);
  const team: TeamMembers = { slug, firstLookedAt: before?.firstLookedAt ?? lookedAt, lookedAt, people };
  await store.records.save(org, 'team-members', new Map([[String(id), team]]));
}

/** Deleted since it was listed. */
function nobody(error: unknown): readonly [] {
  if (error instanceof GitHubFailure && isGone(error)) return [];
  throw error;
}

function isGone({ status }: GitHubFailure): boolean {
  return status === 404 || status === 410;
}

function isIn(people: readonly Stay[], person: number): boolean {
  return people.some((stay) => stay.id === person && isOpen(stay));
}

function isOpen({ goneAt }: Stay): boolean {
  return goneAt === undefined;
}
