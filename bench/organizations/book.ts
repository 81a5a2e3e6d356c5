import type { Dice } from './dice.ts';
import type { Habits } from './habits.ts';
import type { Account, GitName, People } from './people.ts';
import { tokenOf } from './values.ts';

const HOUR = 3_600_000;

/** The committer of what is done in GitHub's pages. */
export const WEB: GitName = { name: 'GitHub', email: 'noreply@github.com' };

export interface Commit {
  readonly number: number;
  readonly parents: readonly number[];
  readonly author: GitName;
  readonly committer: GitName;
  readonly at: number;
  readonly message: string;
  /** Undefined deletes the file. */
  readonly files: Readonly<Record<string, string | undefined>>;
  /** Whose own key signed it. */
  readonly signer?: Account;
  /** What the clock of the machine showed, where it was wrong. */
  readonly claims?: number;
}

/** One line of GitHub's log of activity. */
interface Update {
  readonly branch: string;
  readonly before: number | undefined;
  readonly after: number | undefined;
  readonly at: number;
  readonly type: string;
  readonly actor: Account;
}

export interface Pull {
  readonly number: number;
  readonly author: Account;
  /** None where it came from a fork of the author's. */
  readonly branch?: string;
  readonly at: number;
  readonly commits: readonly number[];
  readonly merger: Account;
  readonly mergedAt: number;
  readonly how: 'squash' | 'rebase' | 'merge commit';
  readonly reviewers: readonly Account[];
}

/** A value that somebody put into a file. */
export interface Leak {
  readonly path: string;
  readonly content: string;
  /** The account that did it; undefined when no human and no account of the organisation did. */
  readonly maker: Account | undefined;
  readonly story: string;
  readonly at: number;
  readonly token?: string;
}

export interface Written {
  readonly author: GitName;
  readonly committer?: GitName;
  readonly message?: string;
  readonly signer?: Account | undefined;
  readonly claims?: number;
}

/** The history of one repository while it is being made up. */
export interface Book {
  readonly dice: Dice;
  readonly habits: Habits;
  readonly people: People;
  readonly commits: Commit[];
  readonly updates: Update[];
  readonly pulls: Pull[];
  readonly leaks: Leak[];
  /** Leak -> who pushed it to this repository, if anybody did. */
  readonly pushers: Map<Leak, Account>;
  readonly branches: Map<string, number>;
  now(): number;
  pass(hours: number): void;
  commit(parents: readonly number[], files: Commit['files'], written: Written): number;
  /** Moves a branch and, unless nobody saw it, writes it into the log of activity. */
  move(branch: string, to: number | undefined, actor: Account | undefined, type?: string): void;
  leak(maker: Account | undefined, story: string, copied?: Leak): Commit['files'];
  tip(): number;
}

export function openBook(dice: Dice, habits: Habits, people: People, start: number, end: number): Book {
  const commits: Commit[] = [];
  const branches = new Map<string, number>();
  const updates: Update[] = [];
  const leaks: Leak[] = [];
  const pushers = new Map<Leak, Account>();
  let unpushed: Leak[] = [];
  let now = start;
  return {
    dice,
    habits,
    people,
    commits,
    updates,
    leaks,
    branches,
    pushers,
    pulls: [],
    now: () => now,
    pass: (hours) => {
      now += Math.round(Math.min(dice.between(0.2, 1) * hours * HOUR, (end - now) / 4));
    },
    commit(parents, files, { author, committer = author, message = 'Change', signer, claims }) {
      const number = commits.length + 1;
      const wrong = habits.commitClockOff > 0 && committer !== WEB && dice.chance(habits.commitClockOff);
      const off = wrong ? { claims: now - Math.round(dice.between(-2, 400) * 24 * HOUR) } : {};
      const said = claims === undefined ? off : { claims };
      commits.push({
        number,
        parents,
        author,
        committer,
        at: now,
        message,
        files,
        ...said,
        ...(signer === undefined ? {} : { signer }),
      });
      return number;
    },
    move(branch, to, actor, type) {
      const before = branches.get(branch);
      if (to === undefined) branches.delete(branch);
      else branches.set(branch, to);
      const made = type ?? (before === undefined ? 'branch_creation' : to === undefined ? 'branch_deletion' : 'push');
      if (actor !== undefined && made !== 'pr_merge') for (const each of unpushed) pushers.set(each, actor);
      unpushed = [];
      if (actor !== undefined) updates.push({ branch, before, after: to, at: now, type: made, actor });
    },
    leak(maker, story, copied) {
      const leak = copied ? { ...copied, story } : newLeak(dice, habits, maker, story, leaks.length, now);
      leaks.push(leak);
      unpushed.push(leak);
      return { [leak.path]: leak.content };
    },
    tip: () => branches.get('main') ?? 1,
  };
}

function newLeak(dice: Dice, habits: Habits, maker: Account | undefined, story: string, n: number, at: number): Leak {
  const whole = { path: `src/config-${n}.txt`, maker, story, at };
  if (maker?.key !== undefined && dice.chance(habits.leaksKey)) return { ...whole, content: maker.key.pem };
  const issuer = dice.chance(0.3) ? 'github' : 'gitlab';
  const token = tokenOf(dice, issuer);
  return { ...whole, token, content: `${issuer.toUpperCase()}_TOKEN=${token}\n` };
}
