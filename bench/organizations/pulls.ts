import { type Book, type Commit, type Pull, WEB } from './book.ts';
import { weighted } from './dice.ts';
import { type Account, gitName } from './people.ts';

export function openPull(book: Book, author: Account, commits: readonly number[]): Pull {
  book.pass(10);
  const { dice, people } = book;
  const merger = dice.pick(people.maintainers);
  const reviewers = dice.chance(0.7) ? [dice.pick(people.humans)] : [];
  const number = book.pulls.length + 1;
  return {
    number,
    author,
    at: book.now(),
    commits: [...new Set(commits)],
    merger,
    mergedAt: book.now(),
    reviewers,
    how: 'merge commit',
  };
}

/** Merges it as the repository likes best, and mostly deletes its branch. */
export function finishPull(book: Book, pull: Pull, branch: string | undefined): void {
  book.pass(60);
  const { dice, habits } = book;
  const merge = weighted(dice, [
    [squash, habits.squash],
    [rebase, habits.rebase],
    [join, Math.max(0.1, 1 - habits.squash - habits.rebase)],
  ] as const);
  const made = merge(book, pull);
  const how = merge === squash ? 'squash' : merge === rebase ? 'rebase' : 'merge commit';
  book.pulls.push({
    ...pull,
    ...(branch === undefined ? {} : { branch }),
    how,
    mergedAt: book.now(),
    commits: [...pull.commits, ...made],
  });
  book.move('main', made.at(-1), pull.merger, 'pr_merge');
  if (branch !== undefined && dice.chance(0.8)) book.move(branch, undefined, pull.merger);
}

function join(book: Book, pull: Pull): readonly number[] {
  const last = pull.commits.at(-1) ?? 1;
  return [book.commit([book.tip(), last], {}, { author: gitName(book.dice, pull.merger), committer: WEB })];
}

/** One commit of the pull request's author; everybody else who wrote some of it becomes a co-author. */
function squash(book: Book, pull: Pull): readonly number[] {
  const commits = commitsOf(book, pull);
  const author = gitName(book.dice, pull.author);
  const others = new Map(
    commits.filter((each) => each.author.name !== author.name).map((each) => [each.author.name, each.author]),
  );
  const trailers = [...others.values()].map(({ name, email }) => `Co-authored-by: ${name} <${email}>`);
  const kept = commits.flatMap(({ message }) => message.split('\n').filter((line) => /^co-authored-by/i.test(line)));
  const all = [...new Set([...trailers, ...kept])];
  const message = all.length > 0 ? `Squash\n\n${all.join('\n')}` : 'Squash';
  const files = Object.assign({}, ...commits.map((each) => each.files));
  return [book.commit([book.tip()], files, { author, committer: WEB, message })];
}

function rebase(book: Book, pull: Pull): readonly number[] {
  let last = book.tip();
  return commitsOf(book, pull).map(({ files, author, message }) => {
    last = book.commit([last], files, { author, committer: WEB, message });
    return last;
  });
}

function commitsOf(book: Book, pull: Pull): readonly Commit[] {
  return pull.commits.flatMap((number) => book.commits[number - 1] ?? []);
}
