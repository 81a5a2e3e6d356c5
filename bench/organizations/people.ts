import type { Engagement, Person } from '../../src/model/person.ts';
import type { Dice } from './dice.ts';
import { weighted } from './dice.ts';
import type { Habits } from './habits.ts';
import { type KeyPair, keyPair } from './values.ts';

/** An account at GitHub, as it truly is. */
export interface Account {
  readonly id: number;
  readonly login: string;
  readonly name: string;
  /** What its holder's git may write as the name. */
  readonly gitNames: readonly string[];
  readonly bot: boolean;
  /** The address that GitHub has verified. */
  readonly email: string;
  /** Deleted by now: GitHub shows nobody in its place. */
  readonly gone: boolean;
  readonly formerLogin?: string;
  /** Its key is on the account; programs have none. */
  readonly key?: KeyPair;
  /** No single human: machines or several people use it. */
  readonly service?: { readonly holders: readonly Account[]; readonly inRoster: boolean };
}

export interface GitName {
  readonly name: string;
  readonly email: string;
}

export interface People {
  readonly humans: readonly Account[];
  readonly services: readonly Account[];
  /** Some of all humans, who decide and merge. */
  readonly maintainers: readonly Account[];
  /** What the ledger knows of them. */
  readonly known: readonly Person[];
  readonly roster: readonly Engagement[];
}

export const AGENT = bot(198_982_749, 'Copilot');
export const WORKFLOW = bot(41_898_282, 'github-actions[bot]');
export const UPDATER = bot(49_699_333, 'dependabot[bot]');
export const INSTALLER = bot(77_000_001, 'acme-terraform[bot]');

function bot(id: number, login: string): Account {
  return {
    id,
    login,
    name: login,
    gitNames: [login, 'copilot-swe-agent[bot]'],
    bot: true,
    email: `${id}+${login}@users.noreply.github.com`,
    gone: false,
  };
}

/** Two people have it in their profiles, and GitHub lets one of them verify it. */
export const TEAM = 'team@vendor.example';

export function makePeople(dice: Dice, habits: Habits): People {
  const humans = Array.from({ length: 15 + dice.below(25) }, (_, n) => human(dice, habits, n));
  const services = Array.from({ length: 1 + dice.below(4) }, (_, n) => service(dice, habits, humans, n));
  const taken = takeover(dice, humans);
  const everybody = [...taken, ...services];
  const known = everybody
    .filter(({ gone }) => !gone || dice.chance(0.5))
    .map((account) => asKnown(dice, account, taken));
  return { humans: taken, services, maintainers: taken.slice(0, 4), known, roster: rosterOf(dice, everybody) };
}

function human(dice: Dice, habits: Habits, n: number): Account {
  const login = `${dice.text(6)}${n}`;
  return {
    id: 1000 + n * 7 + dice.below(6),
    login,
    name: `Name ${login}`,
    gitNames: [`Name ${login}`, login, `Nick ${login}`],
    bot: false,
    email: `${login}@${dice.chance(0.5) ? 'acme' : 'vendor'}.example`,
    gone: n >= 4 && dice.chance(habits.accountGone),
    key: keyPair(dice),
    ...(dice.chance(habits.renamed) ? { formerLogin: `old-${login}` } : {}),
  };
}

function service(dice: Dice, habits: Habits, humans: readonly Account[], n: number): Account {
  const login = `acme-ci${n}`;
  const holders = dice.chance(0.4) ? [dice.pick(humans), dice.pick(humans)] : [dice.pick(humans)];
  const inRoster = dice.chance(habits.rosterKnowsServices);
  const email = `${login}@acme.example`;
  return {
    id: 500 + n,
    login,
    name: login,
    gitNames: [login],
    bot: false,
    email,
    gone: false,
    key: keyPair(dice),
    service: { holders, inRoster },
  };
}

/** Now and then somebody takes the login that another gave up, and had one of their own before. */
function takeover(dice: Dice, humans: readonly Account[]): readonly Account[] {
  const given = humans.find(({ formerLogin }) => formerLogin !== undefined);
  const taker = humans.at(-1);
  if (given?.formerLogin === undefined || taker === undefined || taker === given || !dice.chance(0.03)) return humans;
  return humans.map((each) =>
    each === taker ? { ...taker, login: given.formerLogin ?? taker.login, formerLogin: taker.login } : each,
  );
}

function asKnown(dice: Dice, account: Account, humans: readonly Account[]): Person {
  const { id, login, name, email } = account;
  const sources = (['github', 'sso', 'roster'] as const).filter((source) =>
    dice.chance({ github: 0.3, sso: 0.4, roster: 0.3 }[source]),
  );
  const emails = sources.map((source) => ({ address: email, source }));
  // A team's address that two people have in their profiles.
  const shared = humans.indexOf(account) >= 0 && humans.indexOf(account) % 12 < 2 && dice.chance(0.3);
  const team = { address: TEAM, source: 'roster' as const };
  const named = dice.chance(0.7) ? { name } : {};
  return { id, login, ...named, bot: false, emails: shared ? [...emails, team] : emails };
}

function rosterOf(dice: Dice, everybody: readonly Account[]): readonly Engagement[] {
  return everybody.flatMap(({ login, name, service }): Engagement[] => {
    if (service === undefined)
      return dice.chance(0.4) ? [{ who: { login, name }, type: dice.pick(['employee', 'contractor'] as const) }] : [];
    if (!service.inRoster) return [];
    const [holder, other] = service.holders;
    if (other !== undefined && other !== holder)
      return service.holders.map((each) => ({ who: { login, name: each.name }, type: 'contractor' as const }));
    return [{ who: { login }, type: 'service', ...(holder ? { sponsor: `@${holder.login}` } : {}) }];
  });
}

/** The name and address that somebody's git writes into a commit. */
export function gitName(dice: Dice, account: Account): GitName {
  const { id, login, name, email } = account;
  if (account.bot) return { name, email };
  const address = weighted(dice, [
    [email, 50],
    [`${id}+${login}@users.noreply.github.com`, 25],
    [`${login}@users.noreply.github.com`, 3],
    [email.toUpperCase(), 2],
    [`${login}@home.example`, 12],
    [`${login}@laptop.local`, 6],
    [TEAM, 2],
  ]);
  // Most write the name of their profile, some their login, some one that stands nowhere.
  const [full = name, short = login, other = login] = account.gitNames;
  return {
    name: weighted(dice, [
      [full, 75],
      [short, 12],
      [other, 13],
    ]),
    email: address,
  };
}
