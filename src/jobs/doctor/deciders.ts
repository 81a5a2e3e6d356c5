import { z } from 'zod';
import type { Site } from '../context.ts';
import { readGround } from '../reading/ground.ts';
import type { Checkup, Examination } from './checkup.ts';

const Team = z.object({ slug: z.string() });

/** Does every decider that the policy names lead to somebody? A team's name is free for whoever makes a team, and where it was renamed nobody notices. */
export const deciders: Examination = {
  about: 'who may decide',

  run: async ({ context: { store, now }, site }) => {
    if (site === undefined) return [];
    const { reading, who } = await readGround(store, site.organization, now());
    const named = reading.policy.deciders;
    if (named.length === 0) return [];
    const teams = named.some(isTeam) ? await teamsOf(site) : new Set<string>();
    const wrong = named.flatMap((each): Checkup[] => {
      if (isTeam(each)) return teams.has(each.toLowerCase()) ? [] : [noTeam(each)];
      const isKnown = who.find(typeof each === 'number' ? { id: each } : { login: each }) !== undefined;
      return isKnown ? [] : [nobody(each)];
    });
    const well = named.length === 1 ? 'the one decider' : `each of the ${named.length} deciders`;
    return wrong.length > 0 ? wrong : [{ state: 'well', says: `${well} of the policy leads to somebody` }];
  },
};

function isTeam(decider: string | number): decider is string {
  return typeof decider === 'string' && decider.includes('/');
}

async function teamsOf({ github, organization: { login } }: Site): Promise<ReadonlySet<string>> {
  const all = await Array.fromAsync(github.pages('GET /orgs/{org}/teams', { org: login }, Team));
  return new Set(all.map(({ slug }) => `${login}/${slug}`.toLowerCase()));
}

function noTeam(name: string): Checkup {
  const says = `there is no team ${name} in this organisation, and whoever makes one of that name decides, if they may read the cases`;
  return { state: 'ill', says, next: 'Was it renamed? Correct it in the policy under `deciders`.' };
}

function nobody(decider: string | number): Checkup {
  const name = typeof decider === 'number' ? 'user id' : 'login';
  const says = `nobody is known here by the ${name} ${decider}, so nobody decides by it`;
  return { state: 'warning', says, next: 'Correct it in the policy under `deciders`; a user id does not change.' };
}
