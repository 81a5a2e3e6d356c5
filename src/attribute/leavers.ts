import type { DirectoryUser } from '../model/directory.ts';
import type { Engagement, Person, PersonEmail, Who } from '../model/person.ts';
import type { Instant } from '../model/time.ts';
import type { Directory } from './people.ts';

/** What a name in a notice can be held against. */
export interface KnownPeople {
  readonly people: readonly Person[];
  /** The same people, to be looked up. */
  readonly known: Directory;
  readonly roster: readonly Engagement[];
  readonly users: ReadonlyMap<string, DirectoryUser>;
}

/**
 * Finds the account behind whoever is said to leave. An entry of the organisation's directory names
 * no GitHub account, so it is tied to one: by the roster's line, the single sign-on identity, an
 * address of the roster, an address that GitHub ties to the account, in this order. What fits two
 * people fits nobody. `of`: the moment at which the name was theirs, where it is an old one.
 */
export function leavers({ people, known, roster, users }: KnownPeople): (who: Who, of?: Instant) => Person | undefined {
  const owners = new Map(SOURCES.map((source) => [source, addressesOf(people, source)]));
  const linesByName = namesOf(roster);
  return (who, of) => {
    const user = who.directory === undefined ? undefined : users.get(who.directory);
    if (user === undefined && of !== undefined) return known.named(who, of).find(({ doubtful }) => !doubtful)?.person;
    if (user === undefined) return known.find(who)?.person;
    const tied = user.account === undefined ? undefined : known.find({ id: user.account })?.person;
    if (tied !== undefined) return tied;
    const lines = new Set(namesOfUser(user).flatMap((name) => linesByName.get(name) ?? []));
    const [line, second] = [...lines].filter((each) => agrees(each, user));
    if (second !== undefined) return undefined;
    const person = line && known.find(line.who)?.person;
    if (person !== undefined) return person;
    for (const source of SOURCES) {
      const found = new Set(addresses(user).flatMap((address) => owners.get(source)?.get(address) ?? []));
      const [only, other] = found;
      if (other !== undefined) return undefined;
      if (only !== undefined) return only;
    }
    // A noreply address holds the user id or the login.
    const found = new Set(addresses(user).flatMap((email) => known.find({ email })?.person ?? []));
    return found.size === 1 ? [...found][0] : undefined;
  };
}

/** The roster's line about somebody who is found, or who is named as the line names them. */
export function engagements(roster: readonly Engagement[], known: Directory) {
  const byPerson = Map.groupBy(roster, ({ who }) => known.find(who)?.person.id);
  const byName = namesOf(roster);
  return (who: Who, person: Person | undefined): Engagement | undefined => {
    const own = person === undefined ? undefined : byPerson.get(person.id);
    const named = namesOfWho(who).flatMap((name) => byName.get(name) ?? []);
    return (own ?? named)[0];
  };
}

const SOURCES: readonly PersonEmail['source'][] = ['sso', 'roster', 'github'];

function addressesOf(people: readonly Person[], source: PersonEmail['source']): Map<string, Person[]> {
  const owners = new Map<string, Person[]>();
  for (const person of people) {
    for (const each of person.emails) {
      if (each.source === source) owners.set(each.address, [...(owners.get(each.address) ?? []), person]);
    }
  }
  return owners;
}

function namesOf(roster: readonly Engagement[]): Map<string, Engagement[]> {
  const lines = new Map<string, Engagement[]>();
  for (const line of roster) {
    for (const name of namesOfWho(line.who)) lines.set(name, [...(lines.get(name) ?? []), line]);
  }
  return lines;
}

function namesOfWho({ id, login, email }: Who): string[] {
  return [
    ...(id === undefined ? [] : [`id ${id}`]),
    ...(login === undefined ? [] : [`login ${login.toLowerCase()}`]),
    ...(email === undefined ? [] : [`email ${email.toLowerCase()}`]),
  ];
}

function namesOfUser(user: DirectoryUser): string[] {
  const handles = [user.userName, user.externalId ?? ''].filter((each) => each !== '' && !each.includes('@'));
  return [
    ...addresses(user).map((address) => `email ${address}`),
    ...handles.map((handle) => `login ${handle.toLowerCase()}`),
  ];
}

/** The same short name in two systems may be two people: where the line has an address, it decides. */
function agrees({ who }: Engagement, user: DirectoryUser): boolean {
  return who.email === undefined || addresses(user).includes(who.email.toLowerCase());
}

function addresses({ userName, externalId, emails }: DirectoryUser): string[] {
  const all = [...emails.map(({ value }) => value), userName, externalId ?? ''];
  return [...new Set(all.filter((each) => each.includes('@')).map((each) => each.toLowerCase()))];
}
