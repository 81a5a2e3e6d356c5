import { type Repository, shownAs } from '../../model/organization.ts';
import { NO_FILE, type PolicyReading, type StandingException } from '../../model/policy.ts';
import { count } from '../../policy/words/markdown.ts';
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
    const { organization } = site;
    const { reading, departures, repositories } = await readGround(store, organization, now());
    const others = reading.origin === NO_FILE ? [] : await otherPolicies(context, site);
    const left = await allLeft(store, organization.id);
    const unmatched = departures.filter(({ person }) => person === undefined);
    return [
      inForce(reading, organization.login),
      ...problemsOf(reading),
      ...readByAll(reading, [...repositories.values()]),
      ...others.map(another),
      ...(reading.policy.cases === undefined ? [NO_CASES] : []),
      ...(left.length > 0 ? [notClosed(left.length)] : []),
      ...(reading.policy.roster === undefined ? [NO_ROSTER] : []),
      ...(unmatched.length > 0 ? [nobody(unmatched.map(({ who }) => who.login ?? who.email ?? '?'))] : []),
    ];
  },
};

function inForce({ origin, problems, policy: { mode } }: PolicyReading, login: string): Checkup {
  if (origin === NO_FILE)
    return {
      state: 'warning',
      says: 'there is no policy file, so Handback only observes',
      next: `Write .github/handback.yml in ${login}/.github-private.`,
    };
  return problems.every((problem) => problem.inForce)
    ? { state: 'well', says: `${origin}, mode ${mode}` }
    : { state: 'warning', says: `the last good policy is in force, mode ${mode}` };
}

function problemsOf({ problems }: PolicyReading): readonly Checkup[] {
  return problems.map((problem) => ({
    state: 'ill',
    says: `${problem.file}${problem.line ? `, line ${problem.line}` : ''}: ${problem.says}`,
    next: problem.inForce
      ? 'Mend it; all else in the policy is in force.'
      : 'Mend it; until then the last good policy stays in force.',
  }));
}

/** What may stand and who answers for what is a list of what still works, with the reason. */
function readByAll({ origin, policy: rules }: PolicyReading, repositories: readonly Repository[]): readonly Checkup[] {
  const [home = ''] = origin.split(':');
  const there = shownAs(repositories, home);
  const standing: readonly StandingException[] = rules.exceptions;
  const written = standing.filter(({ decision }) => decision === undefined).length;
  const registered = rules.credentials.length;
  if (there === undefined || there.private || written + registered === 0) return [];
  const entries = registered === 1 ? '1 entry of the register' : `${registered} entries of the register`;
  const what = [...(written > 0 ? [count(written, 'exception')] : []), ...(registered > 0 ? [entries] : [])];
  return [
    {
      state: 'ill',
      says: `everybody can read the policy in ${home}, which has ${what.join(' and ')}: they tell which credentials work, and why`,
      next: `Write it to ${ownerOf(home)}/.github-private, then take it out of ${home}, whose history everybody still reads: have replaced what it names.`,
    },
  ];
}

function ownerOf(fullName: string): string {
  return fullName.split('/')[0] ?? '';
}

function another(home: string): Checkup {
  return {
    state: 'warning',
    says: `${home} has a policy too, which is not in force`,
    next: 'Who made it? Take one of the two away: the one that is in force stays so until its file is gone.',
  };
}

const NO_CASES: Checkup = {
  state: 'warning',
  says: 'no repository for cases is named, so no issue is opened',
  next: 'Make a private repository, let the App see it, and name it in the policy under `cases`.',
};

const NO_ROSTER: Checkup = {
  state: 'warning',
  says: 'no roster is named: last days are not known before they come',
  next: 'Write one, and name it in the policy under `roster`; README.md, “Roster”.',
};

function notClosed(many: number): Checkup {
  const issues = many === 1 ? 'an issue' : `${many} issues`;
  return {
    state: 'warning',
    says: `${issues} of Handback could not be closed yet where it keeps none any more`,
    next: 'Is the repository gone, archived or without issues? Then close them by hand.',
  };
}

function nobody(names: readonly string[]): Checkup {
  return {
    state: 'warning',
    says: `nobody is known by the name of these leavers: ${names.slice(0, 10).join(', ')}`,
    next: 'Correct the login or id in the roster or the notice.',
  };
}
