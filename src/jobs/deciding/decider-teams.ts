import { z } from 'zod';
import type { Policy } from '../../model/policy.ts';
import type { Store } from '../../store/store.ts';
import { withSkipped } from '../asking/skipped.ts';
import type { Site } from '../context.ts';

export interface Team {
  readonly id: number;
  readonly slug: string;
}

/** No team had the name when the policy was first read with it. */
export const NO_TEAM = 0;

const Team = z.object({ id: z.number(), slug: z.string() });

/**
 * Which team each name among the deciders means: the one that had it when the policy was first read
 * with it. Any member may make a team, and so take the name of one that was renamed or deleted, or
 * of none. What the policy does not name any more is forgotten, and means whoever has the name then.
 */
export async function tieDeciderTeams(
  { records }: Pick<Store, 'records'>,
  site: Site,
  { deciders }: Policy,
): Promise<ReadonlyMap<string, number>> {
  const { id: org, login } = site.organization;
  const names = deciders.filter(isTeam).map((each) => each.toLowerCase());
  const before = (await records.read(org, 'decider-teams', 'policy'))?.teams ?? {};
  const kept = new Map(names.flatMap((name) => (before[name] === undefined ? [] : [[name, before[name]] as const])));
  if (names.some((name) => !kept.has(name))) {
    const nameOf = ({ slug }: Team) => `${login}/${slug}`.toLowerCase();
    const ids = new Map((await withSkipped(() => teamsOf(site), nameOf, names)).map((team) => [nameOf(team), team.id]));
    for (const name of names) if (!kept.has(name)) kept.set(name, ids.get(name) ?? NO_TEAM);
  }
  const teams = Object.fromEntries([...kept].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  if (JSON.stringify(teams) !== JSON.stringify(before))
    await records.save(org, 'decider-teams', new Map([['policy', { teams }]]));
  return kept;
}

export function isTeam(decider: string | number): decider is string {
  return typeof decider === 'string' && decider.includes('/');
}

export function teamsOf({ github, organization: { login } }: Site): Promise<readonly Team[]> {
  return Array.fromAsync(github.pages('GET /orgs/{org}/teams', { org: login }, Team));
}
