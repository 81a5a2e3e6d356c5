import { isTeam, NO_TEAM, type Team, teamsOf } from '../deciding/decider-teams.ts';
import { readGround } from '../reading/ground.ts';
import type { Checkup, Examination } from './checkup.ts';

/** Does every decider that the policy names lead to somebody? Where a team was renamed or deleted nobody notices. */
export const deciders: Examination = {
  about: 'who may decide',

  run: async ({ context: { store, now }, site }) => {
    if (site === undefined) return [];
    const { reading, who } = await readGround(store, site.organization, now());
    const named = reading.policy.deciders;
    if (named.length === 0) return [];
    const { login, id: org } = site.organization;
    const teams = named.some(isTeam) ? await teamsOf(site) : [];
    const tied = (await store.records.read(org, 'decider-teams', 'policy'))?.teams ?? {};
    const wrong = named.flatMap((each): Checkup[] => {
      if (isTeam(each)) return teamTold(each, { login, teams, meant: tied[each.toLowerCase()] });
      const isKnown = who.find(typeof each === 'number' ? { id: each } : { login: each }) !== undefined;
      return isKnown ? [] : [nobody(each)];
    });
    const well = named.length === 1 ? 'the one decider' : `each of the ${named.length} deciders`;
    return wrong.length > 0 ? wrong : [{ state: 'well', says: `${well} of the policy leads to somebody` }];
  },
};

interface Known {
  readonly login: string;
  readonly teams: readonly Team[];
  /** Id of the team that had the name when the policy was first read with it. */
  readonly meant: number | undefined;
}

function teamTold(name: string, { login, teams, meant }: Known): Checkup[] {
  const called = ({ slug }: Team) => `${login}/${slug}`;
  const isCalled = (team: Team) => called(team).toLowerCase() === name.toLowerCase();
  if (meant === undefined) return teams.some(isCalled) ? [] : [noTeam(name)];
  if (meant === NO_TEAM) {
    const says = `no team was called ${name} when the policy was first read with that name, and nobody decides by it, not even one that was made since`;
    return [{ state: 'ill', says, next: AGAIN }];
  }
  const team = teams.find(({ id }) => id === meant);
  if (team === undefined) {
    const says = `the team ${name} was deleted, or GitHub does not show it, and nobody decides by it, not even a new one of that name`;
    return [{ state: 'ill', says, next: AGAIN }];
  }
  if (isCalled(team)) return [];
  const says = `the team ${name} is called ${called(team)} now, and goes on deciding`;
  return [{ state: 'warning', says, next: 'Correct its name in the policy under `deciders`.' }];
}

const AGAIN =
  'Name another in the policy under `deciders`; if a new team of this name is meant, take the name out, and put it in again in a later change.';

function noTeam(name: string): Checkup {
  const says = `there is no team ${name} in this organisation, and whoever makes one of that name decides, if they may read the cases`;
  return { state: 'ill', says, next: 'Was it renamed? Correct it in the policy under `deciders`.' };
}

function nobody(decider: string | number): Checkup {
  const name = typeof decider === 'number' ? 'user id' : 'login';
  const says = `nobody is known here by the ${name} ${decider}, so nobody decides by it`;
  return { state: 'warning', says, next: 'Correct it in the policy under `deciders`; a user id does not change.' };
}
