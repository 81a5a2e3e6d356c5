import { type Book, type Commit, WEB, type Written } from './book.ts';
import { weighted } from './dice.ts';
import { type Account, AGENT, gitName, UPDATER, WORKFLOW } from './people.ts';
import { finishPull, openPull } from './pulls.ts';

/** One way in which a secret comes into a repository. */
export function tell(book: Book): void {
  const { dice, habits } = book;
  book.pass(1300);
  const story = weighted(dice, [
    [agent, habits.byAgent],
    [workflow, habits.byWorkflow],
    [updater, habits.byWorkflow],
    [machine, habits.byMachine],
    [cherryPick, habits.cherryPicked],
    [rebasedByOther, habits.rebasedByOther],
    [fork, habits.fork * 0.5],
    [direct, habits.direct],
    [viaPull, 1 - habits.direct],
  ] as const);
  story(book);
}

/** Whose name stands in the commit, as a rule the maker's. */
export function writtenBy(book: Book, maker: Account): Written {
  const { dice, habits, people } = book;
  const named = dice.chance(habits.wrongAuthor) ? dice.pick(people.humans) : maker;
  const assistant = 'Change\n\nCo-Authored-By: Claude <noreply@anthropic.com>';
  return {
    author: gitName(dice, named),
    ...(dice.chance(habits.localAssistant) ? { message: assistant } : {}),
    // At a shared machine the key is a colleague's too.
    signer: dice.chance(habits.signs) ? (dice.chance(0.3) ? named : maker) : undefined,
  };
}

export function bringerOf({ dice, habits, people }: Book, maker: Account): Account {
  return dice.chance(habits.pushedByOther) ? dice.pick(people.humans) : maker;
}

function direct(book: Book): void {
  const maker = book.dice.pick(book.people.humans);
  book.move(
    'main',
    book.commit([book.tip()], book.leak(maker, 'direct'), writtenBy(book, maker)),
    bringerOf(book, maker),
  );
}

function viaPull(book: Book): void {
  const { dice, habits, people } = book;
  const maker = dice.pick(people.humans);
  const branch = `work-${book.commits.length}`;
  const together = dice.chance(habits.together);
  const other = dice.pick(people.humans);
  const secretByOther = together && dice.chance(habits.otherOfTwo);
  const files = book.leak(secretByOther ? other : maker, together ? 'pull request of two' : 'pull request');
  const plain = { [`src/other-${book.commits.length}.txt`]: `${dice.text(9)}\n` };
  const first = book.commit([book.tip()], secretByOther ? plain : files, writtenBy(book, maker));
  book.move(branch, first, bringerOf(book, maker));
  let last = first;
  if (together) {
    book.pass(20);
    last = book.commit([first], secretByOther ? files : plain, writtenBy(book, other));
    book.move(branch, last, other);
  }
  const pull = openPull(book, dice.chance(habits.pullByOther) ? dice.pick(people.humans) : maker, [first, last]);
  finishPull(book, pull, branch);
}

/** The branch is in another repository: nothing of it is in the log, only the merge. */
function fork(book: Book): void {
  const { dice, people } = book;
  const maker = dice.pick(people.humans);
  const only = book.commit([book.tip()], book.leak(maker, 'fork'), writtenBy(book, maker));
  finishPull(book, openPull(book, maker, [only]), undefined);
}

function agent(book: Book): void {
  const { dice, people } = book;
  const asker = dice.pick(people.humans);
  const { name, email } = gitName(dice, asker);
  const branch = `copilot/${book.commits.length}`;
  const author = { name: 'copilot-swe-agent[bot]', email: AGENT.email };
  const message = dice.chance(book.habits.agentSilent) ? 'Change' : `Change\n\nCo-authored-by: ${name} <${email}>`;
  const only = book.commit([book.tip()], book.leak(asker, 'agent'), { author, message });
  book.move(branch, only, AGENT);
  finishPull(book, openPull(book, AGENT, [only]), branch);
}

function workflow(book: Book): void {
  const author = gitName(book.dice, WORKFLOW);
  book.move('main', book.commit([book.tip()], book.leak(undefined, 'workflow'), { author }), WORKFLOW);
}

function updater(book: Book): void {
  const branch = `dependabot/${book.commits.length}`;
  const written = { author: gitName(book.dice, UPDATER), committer: WEB };
  const only = book.commit([book.tip()], book.leak(undefined, 'updater'), written);
  book.move(branch, only, UPDATER);
  finishPull(book, openPull(book, UPDATER, [only]), branch);
}

function machine(book: Book): void {
  const account = book.dice.pick(book.people.services);
  const only = book.commit([book.tip()], book.leak(account, 'machine'), { author: gitName(book.dice, account) });
  book.move('main', only, account);
}

/** The branch it came from is gone: the copy keeps the author, and somebody else brings it. */
function cherryPick(book: Book): void {
  const { dice, people } = book;
  const [maker, picker] = [dice.pick(people.humans), dice.pick(people.humans)];
  const { author } = writtenBy(book, maker);
  const written = { author, committer: gitName(dice, picker) };
  book.move('main', book.commit([book.tip()], book.leak(maker, 'cherry-pick'), written), picker);
}

/** A force push replaces the maker's commit by a copy on another base. */
function rebasedByOther(book: Book): void {
  const { dice, people } = book;
  const [maker, other] = [dice.pick(people.humans), dice.pick(people.humans)];
  const branch = `work-${book.commits.length}`;
  const base = book.tip();
  const files = book.leak(maker, 'force push');
  const written = writtenBy(book, maker);
  book.move(branch, book.commit([base], files, written), maker);
  book.pass(30);
  const moved = book.commit([base], { [`src/moved-${base}.txt`]: `${dice.text(9)}\n` }, writtenBy(book, other));
  book.move('main', moved, other);
  const copy = book.commit([moved], files, { author: written.author, committer: gitName(dice, other) });
  book.move(branch, copy, other, 'force_push');
  finishPull(book, openPull(book, maker, [copy]), branch);
}

/** What another repository holds, as its authors wrote it, in one push of somebody who wrote none of it. */
export function mirror(book: Book, from: Book): void {
  const { dice, people } = book;
  const copied = from.leaks.slice(0, 2);
  let last = book.tip();
  for (const leak of copied) {
    const { maker } = leak;
    const author = gitName(dice, maker ?? WORKFLOW);
    last = book.commit([last], book.leak(maker, 'mirrored history', leak), { author, claims: leak.at });
  }
  if (copied.length > 0) book.move('main', last, dice.pick(people.maintainers));
}

/** A history from elsewhere: one push of somebody who wrote little of it. */
export function bringHistory(book: Book, leaks: number): void {
  const { dice, habits, people } = book;
  let last = book.commit(
    [],
    { 'README.txt': `${dice.text(12)}\n` },
    { author: gitName(dice, dice.pick(people.humans)) },
  );
  for (let n = 0; n < leaks; n++) {
    book.pass(300);
    const maker = dice.pick(people.humans);
    last = book.commit([last], book.leak(maker, 'imported history') satisfies Commit['files'], writtenBy(book, maker));
  }
  book.pass(2000);
  book.move('main', last, dice.chance(habits.importLogged) ? dice.pick(people.maintainers) : undefined);
}
