import { z } from 'zod';
import type { Directory } from '../../attribute/people.ts';
import { GitHubFailure, NotVisible, ownerAndName } from '../../github/github.ts';
import type { Repository } from '../../model/organization.ts';
import type { Policy } from '../../model/policy.ts';
import type { Store } from '../../store/store.ts';
import { withSkipped } from '../asking/skipped.ts';
import type { Site } from '../context.ts';
import { isTeam, teamsOf, tieDeciderTeams } from './decider-teams.ts';

/**
 * `maintain` is told as `write`.
 * https://docs.github.com/rest/collaborators/collaborators#get-repository-permissions-for-a-user
 */
const Permission = z.object({ permission: z.string(), user: z.object({ id: z.number() }).nullish() });
const Account = z.object({ id: z.number() });

interface Speaker {
  readonly id: number;
  readonly login: string;
}

/**
 * Why GitHub and the policy give somebody no right to decide; undefined when they do. Without deciders in the policy
 * it takes the right to write to the repository of the cases; with them, to be one of them and to be able to read it.
 */
export async function noRight(
  store: Pick<Store, 'records'>,
  site: Site,
  policy: Policy,
  here: Repository,
  speaker: Speaker,
  people: Directory,
): Promise<string | undefined> {
  const home = policy.cases === undefined ? here.fullName : `${site.organization.login}/${policy.cases.repository}`;
  if (policy.cases === undefined && policy.deciders.length === 0)
    return 'the policy names neither deciders nor a repository for the cases, so nobody decides by command';
  try {
    const level = await levelOf(site, home, speaker);
    if (policy.deciders.length === 0)
      return ['write', 'admin'].includes(level) ? undefined : `you may not write to ${home}, which deciding takes`;
    if (level === 'none') return `you have no access to ${home}`;
    for (const decider of policy.deciders) if (isCalled(decider, speaker, people)) return undefined;
    if (await isInTeam(store, site, policy, speaker)) return undefined;
    return 'you are none of the deciders that the policy names';
  } catch (error) {
    if (!(error instanceof NotVisible)) throw error;
    return `whether you may decide is ${error.gap.says}`;
  }
}

/** Asked by login, because GitHub takes nothing else; the answer must be about the same account. */
async function levelOf({ github }: Site, fullName: string, { id, login }: Speaker): Promise<string> {
  const route = 'GET /repos/{owner}/{repo}/collaborators/{username}/permission';
  const found = await github.find(route, { ...ownerAndName(fullName), username: login }, Permission);
  return found?.user?.id === id ? found.permission : 'none';
}

/** A login that another account had before names neither of them. */
function isCalled(decider: string | number, speaker: Speaker, people: Directory): boolean {
  if (typeof decider === 'number') return decider === speaker.id;
  return !isTeam(decider) && people.find({ login: decider })?.person.id === speaker.id;
}

/** Under whatever name the teams have now that the policy means. */
async function isInTeam(store: Pick<Store, 'records'>, site: Site, policy: Policy, speaker: Speaker): Promise<boolean> {
  if (!policy.deciders.some(isTeam)) return false;
  const meant = new Set((await tieDeciderTeams(store, site, policy)).values());
  for (const { id, slug } of await withSkipped(
    () => teamsOf(site),
    (team) => team.id,
    meant,
  ))
    if (meant.has(id) && (await isMember(site, slug, speaker))) return true;
  return false;
}

async function isMember({ github, organization }: Site, slug: string, speaker: Speaker): Promise<boolean> {
  const where = { org: organization.login, team_slug: slug };
  try {
    for await (const { id } of github.pages('GET /orgs/{org}/teams/{team_slug}/members', where, Account))
      if (id === speaker.id) return true;
  } catch (error) {
    if (!(error instanceof GitHubFailure && error.status === 404)) throw error;
  }
  return false;
}
