import { type Command, Option } from 'commander';
import { sayDeparture } from '../jobs/departures-in.ts';
import { readGround } from '../jobs/reading/ground.ts';
import { openLedger } from '../main.ts';
import { type DepartureWord, endOfDay, isUnlikely } from '../model/departure-word.ts';
import type { Organization } from '../model/organization.ts';
import { type Person, type Who, withoutAt } from '../model/person.ts';
import { lastDay } from '../model/time.ts';
import { isSame } from '../policy/roster-notices.ts';
import { plain } from '../scan/reports/text.ts';
import type { Store } from '../store/store.ts';
import { CommandError } from './command-error.ts';
import { chooseOrganization } from './organization.ts';

interface Options {
  readonly vendor?: string;
  readonly on?: string;
  readonly now?: true;
  readonly cancel?: true;
  readonly overrule?: true;
  readonly yes?: true;
  readonly org?: string;
}

export function registerDepart(program: Command): void {
  program
    .command('depart')
    .argument('[person]', 'login at GitHub, or e-mail address, of the person who leaves')
    .option('--vendor <name>', 'instead of a person: everybody of this vendor, also who joins it later')
    .option('--on <date>', 'last day, YYYY-MM-DD (UTC); when left out, effective at once')
    .addOption(new Option('--now', 'emergency: at once, and without grace').conflicts(['on', 'cancel']))
    .addOption(new Option('--cancel', 'take an announced departure back').conflicts(['on']))
    .option('--overrule', 'with --cancel: take back what every source said so far')
    .option('--yes', 'the date is right, although it is far off')
    .option('--org <login>', 'organisation, when several have installed Handback')
    .description('say that somebody leaves: opens their case')
    .action(depart);
}

async function depart(person: string | undefined, options: Options): Promise<void> {
  const now = Date.now();
  const word = wordOf(person, options, now);
  const { store, queue, close } = await openLedger();
  try {
    const organization = await chooseOrganization(store, options.org);
    const { people, repeated } = await sayDeparture({ store, queue }, organization, word, now);
    console.log(plain(`${subject(word)} ${outcome(word, organization)}${repeated ? ' That was said before.' : ''}`));
    if (word.about.vendor !== undefined && !repeated) console.log(plain(sayMembers(people)));
    if (word.about.who !== undefined)
      for (const line of await standing(store, organization, word.about.who, now)) console.log(plain(line));
    console.log('The server takes it from here; `handback plan` shows what it will do.');
  } finally {
    await close();
  }
}

/** Everything that can be wrong with what was typed, before the ledger is opened. */
function wordOf(person: string | undefined, options: Options, now: number): DepartureWord {
  const { vendor, on, cancel = false, overrule = false, yes = false } = options;
  if ((person === undefined) === (vendor === undefined))
    throw new CommandError('Say who leaves: a person, or --vendor NAME; one of the two.');
  if (vendor?.trim() === '') throw new CommandError('Say which vendor: --vendor NAME, as roster or directory name it.');
  if (overrule && (!cancel || person === undefined))
    throw new CommandError(
      '--overrule takes back what all sources said of a person: it needs that person and --cancel.',
    );
  const effectiveAt = on === undefined ? now : endOf(on);
  if (isUnlikely(effectiveAt, now) && !yes)
    throw new CommandError(`--on ${on} is more than a year ago or three years ahead. If it is right, add --yes.`);
  return {
    source: 'cli',
    actor: 'command line',
    about: vendor === undefined ? { who: named(person ?? '') } : { vendor: vendor.trim() },
    says: cancel ? 'stays' : 'leaves',
    effectiveAt,
    dated: on !== undefined,
    detail: cancel ? 'taken back on the command line' : 'said on the command line',
    emergency: options.now === true,
    overrules: overrule,
  };
}

function endOf(day: string): number {
  const end = endOfDay(day);
  if (end !== undefined) return end;
  const isForm = /^\d{4}-\d{2}-\d{2}$/.test(day);
  throw new CommandError(
    isForm
      ? `--on ${day}: there is no such day.`
      : `--on ${day} is not a date. Write the last day as YYYY-MM-DD, such as --on 2026-12-31.`,
  );
}

function named(person: string): Who {
  const name = withoutAt(person.trim());
  if (name === '') throw new CommandError('Say who leaves: the login at GitHub, or an e-mail address.');
  return name.includes('@') ? { email: name.toLowerCase() } : { login: name };
}

function subject({ about: { who, vendor } }: DepartureWord): string {
  return vendor === undefined ? (who?.email ?? `@${who?.login}`) : `Everybody of ${vendor}`;
}

function outcome({ says, effectiveAt, dated, emergency }: DepartureWord, { login }: Organization): string {
  if (says === 'stays') return `stays with ${login}.`;
  if (emergency) return `leaves ${login}; access ends now, without grace.`;
  return dated
    ? `leaves ${login}; the last day is ${lastDay(effectiveAt)} (UTC).`
    : `leaves ${login}; access ends now.`;
}

function sayMembers(people: readonly Who[]): string {
  if (people.length === 0)
    return 'Nobody of this vendor is known from roster or directory. Whoever is entered there later is covered.';
  const names = people.map(({ login, email, id }) => login ?? email ?? `user ${id}`);
  return `That is ${[...new Set(names)].join(', ')}; and whoever is entered with this vendor later.`;
}

/** What the person has to know beyond their own word: nobody knows this name, or others say the contrary. */
async function standing(store: Store, organization: Organization, who: Who, now: number): Promise<string[]> {
  const { departures } = await readGround(store, organization, now);
  const own = departures.find(({ notices }) =>
    notices.some((notice) => notice.source === 'cli' && isSame(notice.who, who)),
  );
  if (own === undefined) return ['No departure of theirs was known, so there was nothing to take back.'];
  const { person, state, notices } = own;
  const others = notices
    .filter(({ says, source }) => says === 'leaves' && source !== 'cli')
    .map(({ source }) => source);
  const stands = state === 'effective' || state === 'scheduled';
  const contradicted = own.contradicted.some(({ source }) => source === 'cli') && stands;
  return [
    ...(person === undefined ? [unmatched(who, await store.people.list(organization.id))] : []),
    ...(contradicted
      ? [
          `The departure stands all the same, by the word of ${[...new Set(others)].join(', ')}. Change it there, or add --overrule.`,
        ]
      : []),
  ];
}

function unmatched({ login, email }: Who, people: readonly Person[]): string {
  const owners = people.filter((each) => each.login.toLowerCase() === login?.toLowerCase());
  const why =
    owners.length > 1
      ? `Several accounts had this login, one after the other (user ids ${owners.map(({ id }) => id).join(', ')})`
      : `Nobody with this ${email ? 'address' : 'login'} is known yet`;
  const next = owners.length > 1 ? 'Say which by its id, in the roster or by POST /departures.' : 'Check the spelling.';
  return `${why}, so the case stays open as unmatched. ${next}`;
}
