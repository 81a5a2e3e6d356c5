import type { RepositoryTeams } from '../model/access.ts';
import type { KnownCredential } from '../model/credential.ts';
import type { Decision } from '../model/decision.ts';
import { repositoryName } from '../model/organization.ts';
import type { CodeOwners, Owner } from '../model/owner.ts';
import type { Person } from '../model/person.ts';
import type { Policy } from '../model/policy.ts';
import type { Sighting } from '../model/sighting.ts';
import { isoDay } from '../model/time.ts';
import type { Dependent } from '../model/use.ts';
import { ruleFor } from './codeowners.ts';
import type { Matches } from './exceptions.ts';

export interface OwnerFacts {
  readonly policy: Policy;
  readonly decisions: readonly Decision[];
  /** Both by repository id. */
  readonly codeowners: ReadonlyMap<string, CodeOwners>;
  readonly teams: ReadonlyMap<string, RepositoryTeams>;
  /** `@organisation/slug`, lower-cased, of teams in which nobody is any more. */
  readonly empty: ReadonlySet<string>;
  readonly matches: Matches;
}

interface OwnedThing {
  readonly credential: KnownCredential;
  readonly sightings: readonly Sighting[];
  /** The workflows that use it. */
  readonly dependents: readonly Dependent[];
}

/** Undefined: nobody answers for it, and the case says so. */
export type FindOwner = (thing: OwnedThing) => Owner | undefined;

/** A file that no rule names but those for everything in `.github`, or for everything. */
const SETTINGS = '.github/settings';

/** What somebody decided, else the policy, else CODEOWNERS, else the teams that administer the repository. */
export function ownerFinder({ policy, decisions, codeowners, teams, empty, matches }: OwnerFacts): FindOwner {
  const decided = new Map(decisions.flatMap((each) => (each.decides === 'owner' ? [[each.credential, each]] : [])));
  const ruleOf = remembering(codeowners);
  return (thing) => {
    const owner =
      byDecision(decided.get(thing.credential.id)) ??
      byPolicy(policy, thing.credential, matches) ??
      byFiles(ruleOf, thing, byTeam(teams, thing.credential));
    const isEmpty = owner?.names.every((name) => empty.has(name.toLowerCase()));
    return owner && isEmpty && owner.names.length > 0
      ? { ...owner, says: `${owner.says}, and nobody is in that team` }
      : owner;
  };
}

/** What a person owns by name, and by a team in which nobody else is: of any other team the others answer for it. */
export function byOwner<T>(
  things: readonly T[],
  ownerOf: (thing: T) => Owner | undefined,
  lastOf: ReadonlyMap<number, readonly string[]> = new Map(),
): (person: Person) => readonly T[] {
  const named = things.flatMap((thing) => (ownerOf(thing)?.names ?? []).map((name) => ({ thing, name })));
  const byName = Map.groupBy(named, ({ name }) => name.toLowerCase());
  return (person) => {
    const names = [...namesAsOwner(person), ...(lastOf.get(person.id) ?? [])];
    return [...new Set(names.flatMap((name) => byName.get(name) ?? []).map(({ thing }) => thing))];
  };
}

/** How a policy or a CODEOWNERS file may name this person, lower-cased. */
export function namesAsOwner({ login, emails }: Person): readonly string[] {
  return [`@${login}`, ...emails.map(({ address }) => address)].map((name) => name.toLowerCase());
}

function byDecision(decision: Extract<Decision, { decides: 'owner' }> | undefined): Owner | undefined {
  if (decision === undefined) return undefined;
  const { owner, by, at, said } = decision;
  return { names: [`@${owner.login}`], by: 'decision', says: `${by.login} said so on ${isoDay(at)} (${said})` };
}

/** The last entry that fits decides, as in CODEOWNERS. */
function byPolicy({ owners }: Policy, { name, scope }: KnownCredential, matches: Matches): Owner | undefined {
  const repository = repositoryName(scope.repository ?? '');
  const entry = owners.findLast(({ match }) => {
    if (!isPlace(match, repository, matches)) return false;
    const slash = match.indexOf('/');
    const thing = slash < 0 ? '*' : match.slice(slash + 1);
    // A slash in a name is no step into a folder.
    return thing === '*' || matches(name.replaceAll('/', ' '), thing.replaceAll('/', ' '));
  });
  return entry && { names: [entry.owner], by: 'policy', says: `the policy, owners: ${entry.match}` };
}

/** Whether an entry of the policy speaks of this repository; '' is the organisation itself. */
export function isPlace(match: string, repository: string, matches: Matches): boolean {
  const [place = ''] = match.split('/', 1);
  return place === '' ? repository === '' : matches(repository, place);
}

interface Ruling {
  readonly owner: Owner | undefined;
  /** Which file is there and was not read, and why. */
  readonly unread?: string;
}

function saysNothing({ owner, unread }: Ruling): boolean {
  return owner === undefined && unread === undefined;
}

type RuleOf = (repositoryId: number, path: string) => Ruling;

/**
 * A credential is used in a workflow, a value stands in a file; any other thing belongs to
 * the settings of its repository.
 */
function rulings(ruleOf: RuleOf, { credential, sightings, dependents }: OwnedThing): readonly Ruling[] {
  const { repositoryId } = credential.scope;
  const settings = () => (repositoryId === undefined ? [] : [ruleOf(repositoryId, SETTINGS)]);
  if (sightings.length === 0 && dependents.length === 0) return settings();
  const files = sightings.flatMap((each) =>
    each.in === 'code' && each.scope.repositoryId !== undefined ? [[each.scope.repositoryId, each.path] as const] : [],
  );
  const workflows = dependents.filter(({ sure }) => sure).map((each) => [each.repositoryId, each.workflow] as const);
  const named = files.length > 0 ? files : workflows;
  return named.length > 0 ? named.map(([id, path]) => ruleOf(id, path)) : settings();
}

/** What CODEOWNERS say, else the team; and of a file that was not read, that it may say otherwise. */
function byFiles(ruleOf: RuleOf, thing: OwnedThing, team: Owner | undefined): Owner | undefined {
  const found = rulings(ruleOf, thing);
  if (team === undefined && found.every(saysNothing)) return undefined;
  const owners = found.flatMap(({ owner }) => owner ?? []);
  const unread = [...new Set(found.flatMap((each) => each.unread ?? []))];
  const all = owners.length > 0 ? owners : team ? [team] : [];
  const [first] = all;
  const unseen = unread.length === 0 ? [] : [`not visible: ${unread.slice(0, 3).join('; ')}`];
  if (first === undefined) return unseen[0] === undefined ? undefined : { names: [], by: 'unseen', says: unseen[0] };
  const names = [...new Set(all.flatMap((each) => each.names))];
  const says = [...new Set(all.map((each) => each.says))].slice(0, 3);
  return { names, by: first.by, says: [...says, ...unseen].join('; ') };
}

const NO_RULING: Ruling = { owner: undefined };

/** Many credentials stand in the same few files: each is looked up once. */
function remembering(codeowners: ReadonlyMap<string, CodeOwners>): RuleOf {
  const known = new Map<string, Ruling>();
  return (repositoryId, path) => {
    const file = codeowners.get(String(repositoryId));
    if (file === undefined) return NO_RULING;
    const key = `${repositoryId} ${path}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const rule = ruleFor(file.rules, path);
    const owner: Owner | undefined =
      rule === undefined || rule.owners.length === 0
        ? undefined
        : { names: rule.owners, by: 'codeowners', says: `${file.path} line ${rule.line}` };
    const unread = file.unread === undefined ? {} : { unread: `${file.path} was not read (${file.unread})` };
    const ruling = { owner, ...unread };
    known.set(key, ruling);
    return ruling;
  };
}

function byTeam(teams: ReadonlyMap<string, RepositoryTeams>, { scope }: KnownCredential): Owner | undefined {
  const admins = teams.get(String(scope.repositoryId))?.admins ?? [];
  if (admins.length === 0) return undefined;
  return { names: admins.map((team) => `@${team}`), by: 'team', says: `administers ${scope.repository}` };
}
