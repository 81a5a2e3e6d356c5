import { NO_FILE } from '../../model/policy.ts';
import { readGround } from '../reading/ground.ts';
import { otherPolicies } from '../settings.ts';
import { allLeft } from '../writing/former-home.ts';
import type { Checkup, Examination } from './checkup.ts';

/** Is there a policy, does it open cases, and is everybody known whom it is about? */
export const policy: Examination = {
  about: 'policy and roster',

  run: async ({ context, site }) => {
    if (site === undefined) return [];
    const { store, now } = context;
    const { reading, departures } = await readGround(store, site.organization, now());
    const { mode, cases, roster } = reading.policy;
    const from: Checkup =
      reading.origin === NO_FILE
        ? {
            state: 'warning',
            says: 'there is no policy file, so Handback only observes',
            next: `Write .github/handback.yml in ${site.organization.login}/.github-private.`,
          }
        : reading.problems.every(({ inForce }) => inForce)
          ? { state: 'well', says: `${reading.origin}, mode ${mode}` }
          : { state: 'warning', says: `the last good policy is in force, mode ${mode}` };
    const problems = reading.problems.map(
      ({ file, line, says, inForce }): Checkup => ({
        state: 'ill',
        says: `${file}${line ? `, line ${line}` : ''}: ${says}`,
        next: inForce
          ? 'Mend it; all else in the policy is in force.'
          : 'Mend it; until then the last good policy stays in force.',
      }),
    );
    const others = (reading.origin === NO_FILE ? [] : await otherPolicies(context, site)).map(
      (home): Checkup => ({
        state: 'warning',
        says: `${home} has a policy too, which is not in force`,
        next: 'Who made it? Take one of the two away: the one that is in force stays so until its file is gone.',
      }),
    );
    const left = await allLeft(store, site.organization.id);
    const unmatched = departures
      .filter(({ person }) => person === undefined)
      .map(({ who }) => who.login ?? who.email ?? '?');
    return [
      from,
      ...problems,
      ...others,
      ...(cases
        ? []
        : [
            {
              state: 'warning',
              says: 'no repository for cases is named, so no issue is opened',
              next: 'Make a private repository, let the App see it, and name it in the policy under `cases`.',
            } as const,
          ]),
      ...(left.length === 0
        ? []
        : [
            {
              state: 'warning',
              says: `${left.length === 1 ? 'an issue' : `${left.length} issues`} of Handback could not be closed yet where it keeps none any more`,
              next: 'Is the repository gone, archived or without issues? Then close them by hand.',
            } as const,
          ]),
      ...(roster
        ? []
        : [
            {
              state: 'warning',
              says: 'no roster is named: last days are not known before they come',
              next: 'Write one, and name it in the policy under `roster`; README.md, “Roster”.',
            } as const,
          ]),
      ...(unmatched.length > 0
        ? [
            {
              state: 'warning',
              says: `nobody is known by the name of these leavers: ${unmatched.slice(0, 10).join(', ')}`,
              next: 'Correct the login or id in the roster or the notice.',
            } as const,
          ]
        : []),
    ];
  },
};
