import { engagements, leavers } from '../../attribute/leavers.ts';
import { type FindMachines, machinesOf } from '../../attribute/machines.ts';
import { type Directory, directory } from '../../attribute/people.ts';
import { type AuditFact, RESTORED } from '../../model/audit.ts';
import type { Coverage } from '../../model/coverage.ts';
import type { Decision } from '../../model/decision.ts';
import type { Departure } from '../../model/departure.ts';
import type { DirectoryUser } from '../../model/directory.ts';
import type { Head } from '../../model/head.ts';
import { type Organization, type Repository, repositoryName } from '../../model/organization.ts';
import { type Engagement, namesOf, namesOfPerson, type Person, type Who } from '../../model/person.ts';
import { DEFAULT_POLICY, NO_FILE, type Policy, type PolicyReading } from '../../model/policy.ts';
import type { Attempt } from '../../model/remediation.ts';
import type { Instant } from '../../model/time.ts';
import type { CredentialFile } from '../../model/violation.ts';
import { caseHome } from '../../policy/case-home.ts';
import { departures } from '../../policy/departures.ts';
import { rulesFor } from '../../policy/evaluate.ts';
import { isSparing, withDecided } from '../../policy/exceptions.ts';
import { leavingOwner } from '../../policy/leaving-owner.ts';
import { whoOf } from '../../policy/vendors.ts';
import type { Store } from '../../store/store.ts';
import { factsAbout } from './facts.ts';
import { credentialFiles } from './files.ts';
import { matches } from './matches.ts';

/** What every derivation stands on, whichever credentials it is about. */
export interface Ground {
  readonly organization: Organization;
  readonly now: Instant;
  /** With every exception that people decided on. */
  readonly reading: PolicyReading;
  readonly who: Directory;
  readonly departures: readonly Departure[];
  readonly roster: readonly Engagement[];
  /** The machine accounts that somebody holds, of those that have not left themselves. */
  readonly machinesOf: FindMachines;
  readonly repositories: ReadonlyMap<number, Repository>;
  /** The one that cases are written into, where the policy names one that may get them. */
  readonly home: Repository | undefined;
  /** Of the repository that a credential lives in. */
  readonly graceDays: (file: CredentialFile) => number;
  /** Deleted repositories that were restored, and when. */
  readonly restored: ReadonlyMap<number, Instant>;
  /** Ids of the repositories in which issues are switched off. */
  readonly withoutIssues: ReadonlySet<number>;
  readonly heads: readonly Head[];
  readonly decisions: readonly Decision[];
  readonly attempts: ReadonlyMap<string, Attempt>;
  /** People of the directory that lead to no account at GitHub: should they leave, nothing would be found of theirs. */
  readonly strangers: readonly DirectoryUser[];
}

/** `only`: ids of the repositories that matter, where these are few, and the open heads that do. */
export async function readGround(
  store: Store,
  organization: Organization,
  now: Instant,
  only?: { readonly places: ReadonlySet<number>; readonly heads: readonly Head[] },
): Promise<Ground> {
  const { id: org } = organization;
  // Before the people: whom a notice names is written down first, so nobody who was just learned of looks unknown here.
  const notices = await store.departures.list(org);
  const [
    reading,
    repositories,
    people,
    heads,
    decisions,
    attempts,
    incidents,
    roster,
    users,
    issueless,
    logins,
    before,
    deletions,
  ] = await Promise.all([
    store.policies.read(org),
    only === undefined ? store.repositories.list(org) : someRepositories(store, org, only.places),
    store.people.list(org),
    only?.heads ?? store.heads.listOpen(org),
    store.decisions.list(org),
    store.records.list(org, 'attempts'),
    store.records.list(org, 'incidents'),
    store.engagements.list(org),
    store.records.list(org, 'directory-user'),
    store.records.read(org, 'without-issues', 'repositories'),
    store.records.read(org, 'logins', 'audit-log'),
    store.records.list(org, 'sponsors'),
    store.records.list(org, 'deletions', (told) => (told.action === RESTORED ? told : undefined)),
  ]);
  const who = directory(people, roster, logins?.runs);
  const leaver = leavers({ people, known: who, roster, users });
  const engagement = engagements(roster, who);
  const left = departures(notices, leaver, now).map((departure) => {
    const line = engagement(departure.who, departure.person);
    return line === undefined ? departure : { ...departure, engagement: line };
  });
  const written = reading ?? { policy: DEFAULT_POLICY, origin: NO_FILE, problems: [] };
  const spared = new Set(decisions.flatMap((each) => (isSparing(each) ? [each.credential] : [])));
  const about = await factsAbout(store, org, spared);
  const sparedFiles = credentialFiles({ ...about, decisions }, who, written.policy, now);
  const files = new Map(sparedFiles.map((file) => [file.credential.id, file]));
  const policy = withDecided(
    written.policy,
    { decisions, incidents, files, ownerLeaving: leavingOwner(left, who) },
    now,
  );
  const byId = new Map(repositories.map((repository) => [repository.id, repository]));
  return {
    organization,
    now,
    reading: { ...written, policy },
    who,
    departures: left,
    roster,
    machinesOf: withoutLeavers(machinesOf({ roster, before: before.values(), known: who }), left),
    repositories: byId,
    home: caseHome(`${organization.login}/${policy.cases?.repository}`, repositories),
    graceDays: graceDays(policy, byId),
    restored: new Map([...deletions].map(([repositoryId, { at }]) => [Number(repositoryId), at])),
    withoutIssues: new Set(issueless?.repositoryIds),
    heads,
    decisions,
    attempts,
    strangers: [...users.values()].filter(
      (user) => user.active && user.deletedAt === undefined && leaver(whoOf(user)) === undefined,
    ),
  };
}

/** An account that has left itself is in a case of its own: nobody has to hold it. */
function withoutLeavers(find: FindMachines, left: readonly Departure[]): FindMachines {
  const gone = new Set(left.flatMap(({ person, state }) => (person && state === 'effective' ? person.id : [])));
  return (person) => find(person).filter((machine) => machine.person === undefined || !gone.has(machine.person.id));
}

async function someRepositories(store: Store, org: number, ids: ReadonlySet<number>): Promise<readonly Repository[]> {
  const found = await Promise.all([...ids].map((id) => store.repositories.byId(org, id)));
  return found.filter((each) => each !== undefined);
}

/** Whether GitHub still shows the repository: what stands in one that is gone is out of sight. */
export function isGone({ repositories }: Ground, { scope }: Pick<Coverage, 'scope'>): boolean {
  return repositories.get(scope.repositoryId ?? 0)?.goneAt !== undefined;
}

/** Each repository is looked up in the policy once. */
function graceDays(policy: Policy, repositories: Ground['repositories']): Ground['graceDays'] {
  const known = new Map<number, number>();
  return ({ credential }) => {
    const id = credential.scope.repositoryId ?? 0;
    const before = known.get(id);
    if (before !== undefined) return before;
    const name = repositoryName(repositories.get(id)?.fullName ?? '');
    const { graceDays: days } = rulesFor(policy, name, matches);
    known.set(id, days);
    return days;
  };
}

/**
 * What the leavers themselves did or had an agent do, for all that is known, under their
 * ids. An audit log may hold millions of acts of others.
 */
export async function actsOfLeavers(
  store: Store,
  { organization, departures: left, who }: Ground,
): Promise<readonly AuditFact[]> {
  const ids = new Set(left.flatMap(({ person }) => person?.id ?? []));
  const idOf = (named: Who, at: Instant): number | undefined => {
    if (named.id !== undefined) return named.id;
    const [match] = who.named(named, at);
    return match === undefined || match.doubtful ? undefined : match.person.id;
  };
  const isTheirs = (named: Who | undefined, at: Instant) => named !== undefined && ids.has(idOf(named, at) ?? 0);
  const withId = (named: Who, at: Instant): Who => {
    const id = idOf(named, at);
    return id === undefined ? named : { ...named, id };
  };
  const acts = await store.audit.list(
    organization.id,
    ({ actor, askedBy, at }) => isTheirs(actor, at) || isTheirs(askedBy, at),
  );
  return acts.map((fact) => {
    const { actor, askedBy, at } = fact;
    return { ...fact, actor: withId(actor, at), ...(askedBy ? { askedBy: withId(askedBy, at) } : {}) };
  });
}

/** Everything by which evidence may call them: names of today, and the logins that they had before. */
export function namesEver({ who }: Ground, people: readonly Person[]): readonly string[] {
  const former = people.flatMap(({ id }) => who.loginsOf(id).flatMap((login) => namesOf({ login })));
  return [...people.flatMap(namesOfPerson), ...former];
}
