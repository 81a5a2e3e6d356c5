import type { Command } from 'commander';
import { type Ground, isGone, readGround } from '../jobs/reading/ground.ts';
import { everyFile } from '../jobs/reading/watched-files.ts';
import { type Planned, planned } from '../jobs/writing/planned.ts';
import { openLedger } from '../main.ts';
import type { Case } from '../model/case.ts';
import type { Person, Who } from '../model/person.ts';
import type { PolicyReading } from '../model/policy.ts';
import type { Step } from '../model/step.ts';
import { lastDay } from '../model/time.ts';
import { nameCredential } from '../policy/words/credential.ts';
import { sayIncident } from '../policy/words/incident.ts';
import { count, someOf } from '../policy/words/markdown.ts';
import { plain } from '../scan/reports/text.ts';
import type { Store } from '../store/store.ts';
import { derivedJson } from './derived-json.ts';
import { sayGaps } from './gaps.ts';
import { chooseOrganization } from './organization.ts';

export function registerPlan(program: Command): void {
  program
    .command('plan')
    .option('--org <login>', 'organisation, when several have installed Handback')
    .option('--json', 'everything, as JSON')
    .description('print what should stand on GitHub and why; changes nothing')
    .action(show);
}

async function show({ org, json }: { org?: string; json?: boolean }): Promise<void> {
  const { store, serverUrl, close } = await openLedger();
  try {
    const organization = await chooseOrganization(store, org);
    const now = Date.now();
    const ground = await readGround(store, organization, now);
    const all = planned(store, organization, { server: serverUrl, now });
    for await (const line of json ? document(store, ground, all) : lines(store, ground, all)) console.log(line);
  } finally {
    await close();
  }
}

async function* lines(store: Store, ground: Ground, { cases, steps }: Planned): AsyncGenerator<string> {
  const { departures, reading } = ground;
  for await (const line of standing(store, ground)) yield plain(line);
  for await (const each of cases) {
    const { incidents = [], departure } = each;
    for (const incident of incidents) yield `  incident: ${sayIncident(incident, departure)}`;
    const name = nameOf(departure.who, departure.person);
    const unwritten = reading.policy.cases === undefined ? sayUnwritten(each, name) : undefined;
    if (unwritten !== undefined) yield plain(unwritten);
  }
  const names = new Map(departures.map(({ id, who, person }) => [id, plain(nameOf(who, person))]));
  for (const step of steps()) yield describe(step, names);
}

/**
 * In one line what a case would hold that is not written, because the policy names no place
 * for it: so that one sees it before one asks for it.
 */
function sayUnwritten({ items, early }: Case, name: string): string | undefined {
  const open = items.filter(({ done }) => !done);
  if (early || open.length === 0) return undefined;
  const named = someOf(
    open.map(({ file }) => nameCredential(file)),
    MOST_NAMED,
  );
  return `  no case is written of ${name}, as the policy names no repository under \`cases\`; it would hold ${count(open.length, 'credential')}: ${named}`;
}

/** In names and reasons of others' making; the words of the steps are harmless already. */
async function* standing(store: Store, ground: Ground): AsyncGenerator<string> {
  const { organization, reading, strangers, departures } = ground;
  yield `${organization.login}: ${count(await store.credentials.count(organization.id), 'credential')} known; ${inForce(reading)}, mode ${reading.policy.mode}.`;
  for (const { file, line, says } of reading.problems)
    yield `  policy problem: ${file}${line ? `:${line}` : ''}: ${says}`;
  const gaps = await store.coverage.list(organization.id, (look) => look.gap !== undefined && !isGone(ground, look));
  const known = await store.repositories.list(organization.id);
  const present = known.filter(({ goneAt }) => goneAt === undefined).length;
  const named = (places: readonly string[]) => {
    if (places.length <= MOST_PLACES) return places.join(', ');
    if (places.length === present) return `all ${present} repositories`;
    return `${someOf(places, MOST_PLACES)} (--json names all)`;
  };
  for (const line of sayGaps(gaps, named)) yield `  not seen: ${line}`;
  yield* strangersOf(strangers);
  for (const { state, who, person, effectiveAt, emergency } of departures)
    yield `  ${nameOf(who, person)}: ${state}, ${lastDay(effectiveAt)}${person ? '' : ' (matches no account)'}${emergency ? ', emergency' : ''}`;
}

/** Where it comes from, if that is what counts. */
function inForce({ origin, problems }: PolicyReading): string {
  return problems.every((each) => each.inForce) ? `policy from ${origin}` : 'the last good policy';
}

/** Everything, as one document that is never in memory as a whole. */
async function* document(store: Store, ground: Ground, { cases, steps }: Planned): AsyncGenerator<string> {
  const { departures, strangers } = ground;
  yield `{"departures": ${JSON.stringify(departures)},\n"strangers": ${JSON.stringify(strangers)},`;
  yield* list('coverage', await store.coverage.list(ground.organization.id, (look) => !isGone(ground, look)));
  yield* list('cases', cases);
  yield* list('steps', steps());
  yield* list('credentials', eachOf(everyFile(store, ground)), ']}');
}

async function* list(name: string, items: Iterable<unknown> | AsyncIterable<unknown>, end = '],') {
  yield `"${name}": [`;
  let between = '';
  for await (const item of items) {
    yield `${between}${derivedJson(item)}`;
    between = ',';
  }
  yield end;
}

async function* eachOf<T>(portions: AsyncIterable<readonly T[]>): AsyncGenerator<T> {
  for await (const some of portions) yield* some;
}

/** Places that are named; of thousands nobody would read what follows. */
const MOST_PLACES = 20;

/** What is named of a case that nobody reads yet. */
const MOST_NAMED = 10;

/** Strangers that are named; more would hide what follows. */
const MOST_STRANGERS = 10;

function strangersOf(strangers: Ground['strangers']): string[] {
  if (strangers.length === 0) return [];
  const names = strangers.slice(0, MOST_STRANGERS).map(({ userName }) => userName);
  const more = strangers.length > names.length ? `, and ${strangers.length - names.length} more` : '';
  return [
    `  ${strangers.length} in the directory, but no account at GitHub is known to be theirs: ${names.join(', ')}${more}. A roster line with login and email ties them.`,
  ];
}

function nameOf({ id, login, email }: Who, person: Person | undefined): string {
  return person?.login ?? login ?? email ?? `user ${id}`;
}

function describe(step: Step, names: ReadonlyMap<string, string>): string {
  if (step.subject === 'head')
    return plain(
      `check ${step.repository} ${step.head.subject}: ${step.verdict.conclusion ?? 'waiting'}, ${step.verdict.title}`,
    );
  const text = [step.body, ...step.pages].join('\n\n').replaceAll(/^/gm, '    ');
  const title =
    step.left !== undefined && step.frozen ? `${names.get(step.key) ?? step.key}, as it stands` : step.title;
  return `${step.do === 'ensure' ? 'open' : 'closed'} ${step.subject} in ${step.repository}: ${title}\n${text}`;
}
