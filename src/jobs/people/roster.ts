import { z } from 'zod';
import type { GitHub } from '../../github/github.ts';
import type { DepartureNotice } from '../../model/departure.ts';
import { shownAs } from '../../model/organization.ts';
import { type Engagement, namesOf, type Person } from '../../model/person.ts';
import type { PolicyProblem, PolicyReading } from '../../model/policy.ts';
import { parseRoster, type Roster, type RosterEntry } from '../../policy/parse-roster.ts';
import { lastWordOf, rosterNotice } from '../../policy/roster-notices.ts';
import type { Store } from '../../store/store.ts';
import { readFile } from '../asking/read-file.ts';
import type { Context, Site } from '../context.ts';
import { learnPeople } from './accounts.ts';
import { rosterHistory } from './roster-history.ts';
import { coverVendors } from './vendors.ts';

/** What is wrong with the roster is shown in every case as something not covered: somebody may be missing from it. */
export async function readRoster(context: Context, site: Site, { policy }: PolicyReading): Promise<void> {
  const { organization, github } = site;
  const { store, now } = context;
  if (policy.roster === undefined) return store.coverage.forget(organization.id, 'roster', {});
  const { repository, path } = policy.roster;
  const home = `${organization.login}/${repository}`;
  const file = await readFile(github, home, path);
  const gap = (says: string) =>
    store.coverage.save(organization.id, [
      { source: 'roster', scope: {}, lookedAt: now(), gap: { why: 'absent', says } },
    ]);
  const named = `the policy names ${repository}/${path} as the roster, but`;
  if (file === undefined)
    return gap(
      (await isSeen(store, organization.id, home))
        ? `${named} there is no such file`
        : `${named} Handback does not see that repository; create it, or add it to the installation`,
    );
  if ('gap' in file) return gap(`the roster ${repository}/${path} is ${file.gap.says}`);

  const roster = parseRoster(file.text, path);
  const { problems, unread } = roster;
  const wrong = problems.map(({ line, says }) => `line ${line}: ${says}`).join('; ');
  if (unread) return gap(`nothing of ${path} can be read, so what it said last counts: ${wrong}`);
  // The people first: whom a notice names is known before anybody reads the notice. The
  // roster's word for an id or an address is not GitHub's: only the login is looked up.
  const mentions = roster.people.map(({ who: { login } }) => ({
    who: login === undefined ? {} : { login },
    before: now(),
  }));
  await learnPeople(context, site, mentions);
  await keepRoster(context, site, roster, await changedNotices(context, site, roster, { github, home, path }));
  if (problems.length > 0) return gap(`${path} ${wrong}`);
  await store.coverage.save(organization.id, [{ source: 'roster', scope: {}, lookedAt: now() }]);
}

async function isSeen({ repositories }: Store, org: number, wanted: string): Promise<boolean> {
  return shownAs(await repositories.list(org), wanted) !== undefined;
}

async function keepRoster(
  context: Context,
  site: Site,
  { people }: Roster,
  notices: readonly DepartureNotice[],
): Promise<void> {
  const { store, now } = context;
  const { id: org } = site.organization;
  const addresses = await rosterAddresses(context, org, people);
  await store.transaction(async (inside) => {
    await inside.engagements.replace(org, people);
    await keepSponsors(inside, org, people);
    await inside.people.save(org, addresses);
    await inside.departures.add(org, notices);
    await coverVendors(inside, org, now());
  });
}

/** So many that came one after the other. */
const MOST_SPONSORS = 20;

/**
 * A roster says who holds a machine account now. Who held it before is what a later reader
 * needs: a line can be taken out.
 */
async function keepSponsors(inside: Store, org: number, people: readonly Engagement[]): Promise<void> {
  const known = await inside.records.list(org, 'sponsors');
  const changed = people.flatMap(({ who, type, sponsor }) => {
    const [key] = namesOf(who);
    const before = (key && known.get(key)?.sponsors) || [];
    const isNew = type === 'service' && sponsor !== undefined && sponsor !== before.at(-1);
    return key && isNew ? [[key, { who, sponsors: [...before, sponsor].slice(-MOST_SPONSORS) }] as const] : [];
  });
  await inside.records.save(org, 'sponsors', new Map(changed));
}

interface Place {
  readonly github: GitHub;
  readonly home: string;
  readonly path: string;
}

/**
 * The roster says its word again only when it changes: an entry's end moved, appeared or
 * went away. Its history says who changed it.
 */
async function changedNotices(
  { store, now }: Context,
  { organization }: Site,
  { people }: Roster,
  { github, home, path }: Place,
): Promise<readonly DepartureNotice[]> {
  const said = (await store.departures.list(organization.id)).filter(({ source }) => source === 'roster');
  const holders = Map.groupBy(await store.people.list(organization.id), ({ login }) => login.toLowerCase());
  const at = now();
  const changed = people.flatMap((entry) => {
    const holder = accountOf(entry, holders);
    const last = lastWordOf(said, entry) ?? lastWordOf(said, withId(entry, holder));
    const before = last?.who.id;
    // Somebody else has the login since: whom the line means only an id tells.
    const isOther = before !== undefined && holder !== undefined && before !== holder;
    const notice = rosterNotice(isOther ? entry : withId(entry, holder ?? before), last, at);
    return notice === undefined ? [] : [{ entry, notice }];
  });
  if (changed.length === 0) return [];
  const history = await rosterHistory(github, home, path);
  const notices: DepartureNotice[] = [];
  for (const { entry, notice } of changed) {
    const since = await history.since(entry);
    notices.push(since === undefined ? notice : { ...notice, detail: `${notice.detail}, ${since}` });
  }
  return notices;
}

/**
 * Who has the login on the day of the roster's word: whoever takes another one before the last day leaves all the same.
 */
function accountOf(
  { who: { login } }: RosterEntry,
  holders: ReadonlyMap<string, readonly Person[]>,
): number | undefined {
  const [account, other] = (login && holders.get(login.toLowerCase())) || [];
  return other === undefined ? account?.id : undefined;
}

function withId(entry: RosterEntry, id: number | undefined): RosterEntry {
  const { who } = entry;
  return who.id !== undefined || who.login === undefined || id === undefined
    ? entry
    : { ...entry, who: { ...who, id } };
}

/** An address in the roster ties git authors to an account, when the entry names the account too. */
async function rosterAddresses({ store }: Context, org: number, people: readonly RosterEntry[]) {
  const known = await store.people.list(org);
  return people.flatMap(({ who }) => {
    const person = known.find(({ id, login }) => id === who.id || login.toLowerCase() === who.login?.toLowerCase());
    if (person === undefined || who.email === undefined) return [];
    return [{ ...person, emails: [...person.emails, { address: who.email, source: 'roster' as const }] }];
  });
}

/** Logins that GitHub is asked about in one pull request. */
const MOST_LOGINS = 50;

/** What is wrong with a roster that somebody proposes: a login that nobody has ends nobody, and nobody would notice. */
export async function checkRoster(
  { store }: Context,
  { organization, github }: Site,
  proposed: { readonly text: string; readonly base: string; readonly path: string },
): Promise<readonly PolicyProblem[]> {
  const { path } = proposed;
  const { people, problems } = parseRoster(proposed.text, path);
  const before = new Set(parseRoster(proposed.base, path).people.map(({ who }) => who.login?.toLowerCase()));
  const known = new Set((await store.people.list(organization.id)).map(({ login }) => login.toLowerCase()));
  const fresh = people.filter(({ who: { login } }) => {
    const name = login?.toLowerCase();
    return name !== undefined && !before.has(name) && !known.has(name);
  });
  const unknown: PolicyProblem[] = [];
  for (const { who, line } of fresh.slice(0, MOST_LOGINS)) {
    const username = who.login ?? '';
    if ((await github.find('GET /users/{username}', { username }, z.object({ id: z.number() }))) === undefined)
      unknown.push({ file: path, line, says: `login: GitHub knows nobody called ${username}` });
  }
  return [...problems, ...unknown];
}
