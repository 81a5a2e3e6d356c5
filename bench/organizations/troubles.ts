import { alertsOf } from './alerts.ts';
import { type MadeUpOrganization, NOW } from './organization.ts';
import { TEAM } from './people.ts';

/** Something that makes it hard to say who made a credential, and how often it is so in the made-up world. */
export interface Trouble {
  readonly name: string;
  readonly some: number;
  readonly all: number;
  /** What both count. */
  readonly of: string;
}

export function troubles(all: readonly MadeUpOrganization[]): readonly Trouble[] {
  return [...ofPeople(all), ...ofChanges(all), ...ofSecrets(all), ...ofStores(all)];
}

const DAY = 86_400_000;

/** Counts those of one sort that meet something. */
function counting<T>(of: string, list: readonly T[]) {
  return (name: string, meets: (one: T) => boolean): Trouble => ({
    name,
    of,
    some: list.filter(meets).length,
    all: list.length,
  });
}

function ofPeople(all: readonly MadeUpOrganization[]): readonly Trouble[] {
  const humans = counting(
    'people',
    all.flatMap(({ people }) => people.humans),
  );
  const machines = counting(
    'machine accounts',
    all.flatMap(({ people }) => people.services),
  );
  const known = counting(
    'people whom the ledger knows',
    all.flatMap(({ people }) => people.known),
  );
  return [
    humans('have changed their name', ({ formerLogin }) => formerLogin !== undefined),
    humans('have deleted their account', ({ gone }) => gone),
    known('share an address with somebody', ({ emails }) => emails.some(({ address }) => address === TEAM)),
    machines('are used by several people', ({ service }) => new Set(service?.holders).size > 1),
    machines('are not in the roster', ({ service }) => service?.inRoster === false),
    counting('organisations', all)('do not grant everything', ({ refused }) => refused.length > 0),
  ];
}

function ofChanges(all: readonly MadeUpOrganization[]): readonly Trouble[] {
  const books = all.flatMap(({ repositories }) => repositories.map(({ book }) => book));
  const pulls = counting(
    'pull requests',
    books.flatMap((book) => book.pulls),
  );
  const commits = counting(
    'commits',
    books.flatMap((book) => book.commits),
  );
  return [
    pulls('were squashed', ({ how }) => how === 'squash'),
    pulls('were rebased', ({ how }) => how === 'rebase'),
    commits('are dated by a wrong clock', ({ claims }) => claims !== undefined),
    commits('name an assistant', ({ message }) => message.includes('anthropic')),
    commits('are signed with a key of one’s own', ({ signer }) => signer !== undefined),
  ];
}

function ofSecrets(all: readonly MadeUpOrganization[]): readonly Trouble[] {
  const repositories = all.flatMap((each) => each.repositories);
  const leaks = counting(
    'secrets in code',
    repositories.flatMap(({ book }) => book.leaks.map((leak) => ({ ...leak, pusher: book.pushers.get(leak) }))),
  );
  const told = (name: string, ...stories: string[]) => leaks(name, ({ story }) => stories.includes(story));
  const alerts = repositories.flatMap(alertsOf).length;
  const { all: count, of } = told('');
  return [
    told('came in work of two', 'pull request of two'),
    told('came from a fork', 'fork'),
    told('were in a commit that a force push replaced', 'force push'),
    told('were picked by somebody else', 'cherry-pick'),
    told('came with a whole history', 'imported history'),
    told('are in a mirror of another repository', 'mirrored history'),
    told('were written by a coding agent for somebody', 'agent'),
    told('were written by a program for nobody', 'workflow', 'updater'),
    told('were written by a machine account', 'machine'),
    leaks('were pushed by somebody else', ({ maker, pusher }) => pusher !== undefined && pusher !== maker),
    leaks('are somebody’s own private key', ({ token }) => token === undefined),
    { name: 'have an alert of GitHub', some: alerts, all: count, of },
  ];
}

function ofStores(all: readonly MadeUpOrganization[]): readonly Trouble[] {
  const settings = counting(
    'CI secrets and variables',
    all.flatMap(({ repositories }) => repositories.flatMap((each) => each.settings)),
  );
  return [
    settings('were stored by an App', ({ created }) => created.by.bot),
    settings('were stored by a machine account', ({ created }) => created.by.service !== undefined),
    settings('were saved again', ({ again }) => again.length > 0),
    settings('have the name of one that was deleted', ({ former }) => former !== undefined),
    settings('are older than an audit log of 180 days', ({ created }) => created.at < NOW - 180 * DAY),
  ];
}
