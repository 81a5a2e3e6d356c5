import type { Dice } from './dice.ts';
import type { Habits } from './habits.ts';
import type { Account, GitName, People } from './people.ts';

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
  readonly at: number;
  readonly commits: readonly number[];
  readonly merger: Account;
  readonly reviewers: readonly Account[];
}

/** A value that somebody put into a file. */
interface Leak {
  readonly path: string;
  readonly content: string;
  /** The account that did it; undefined when no human and no account of the organisation did. */
  readonly maker: Account | undefined;
  readonly story: string;
}

export interface Written {
  readonly author: GitName;
  readonly committer?: GitName;
  readonly message?: string;
  readonly signer?: Account | undefined;
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
  readonly branches: Map<string, number>;
  now(): number;
  pass(hours: number): void;
  commit(parents: readonly number[], files: Commit['files'], written: Written): number;
  /** Moves a branch and, unless nobody saw it, writes it into the log of activity. */
  move(branch: string, to: number | undefined, actor: Account | undefined, type?: string): void;
  leak(maker: Account | undefined, story: string): Commit['files'];
  tip(): number;
}

export function openBook(dice: Dice, habits: Habits, people: People, start: number, end: number): Book {
  const commits: Commit[] = [];
  const branches = new Map<string, number>();
  const updates: Update[] = [];
  const leaks: Leak[] = [];
  let now = start;
  return {
    ...{ dice, habits, people, commits, updates, leaks, branches, pulls: [] },
    now: () => now,
    pass: (hours) => {
      now += Math.round(Math.min(dice.between(0.2, 1) * hours * HOUR, (end - now) / 4));
    },
    commit(parents, files, { author, committer = author, message = 'Change', signer }) {
      const number = commits.length + 1;
      const whole = { number, parents, author, committer, at: now, message, files };
      commits.push(signer === undefined ? whole : { ...whole, signer });
      return number;
    },
    move(branch, to, actor, type) {
      const before = branches.get(branch);
      if (to === undefined) branches.delete(branch);
      else branches.set(branch, to);
      const made = type ?? (before === undefined ? 'branch_creation' : to === undefined ? 'branch_deletion' : 'push');
      if (actor !== undefined) updates.push({ branch, before, after: to, at: now, type: made, actor });
    },
    leak(maker, story) {
      const path = `src/config-${leaks.length}.txt`;
      const content = `value ${dice.text(24)}\n`;
      leaks.push({ path, content, maker, story });
      return { [path]: content };
    },
    tip: () => branches.get('main') ?? 1,
  };
}
