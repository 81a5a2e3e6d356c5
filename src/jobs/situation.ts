import { minimatch } from 'minimatch';
import type { Action } from '../actions/action.ts';
import { actions } from '../actions/index.ts';
import { engagements, leavers } from '../attribute/leavers.ts';
import { directory } from '../attribute/people.ts';
import type { Coverage } from '../model/coverage.ts';
import type { Decision } from '../model/decision.ts';
import type { Departure } from '../model/departure.ts';
import type { DirectoryUser } from '../model/directory.ts';
import { type Organization, repositoryName } from '../model/organization.ts';
import { DEFAULT_POLICY } from '../model/policy.ts';
import type { Attempt } from '../model/remediation.ts';
import type { CredentialFile } from '../model/violation.ts';
import { departures } from '../policy/departures.ts';
import { cases, rulesFor, violations } from '../policy/evaluate.ts';
import { withDecided } from '../policy/exceptions.ts';
import type { Situation } from '../policy/plan.ts';
import { withPriorities } from '../policy/priority.ts';
import { whoOf } from '../policy/vendors.ts';
import { watch, withIncidents } from '../policy/watch.ts';
import { withDeeds } from '../policy/words/decision.ts';
import type { Store } from '../store/store.ts';
import { withFacts } from './case-facts.ts';
import { credentialFiles, namingLeavers } from './files.ts';
import { upkeepOf } from './upkeep.ts';

export interface FullSituation extends Situation {
  readonly departures: readonly Departure[];
  readonly coverage: readonly Coverage[];
  readonly decisions: readonly Decision[];
  readonly attempts: ReadonlyMap<string, Attempt>;
  /** People of the directory that lead to no account at GitHub: should they leave, nothing would be found of theirs. */
  readonly strangers: readonly DirectoryUser[];
}

/** Reads all facts of an organisation and derives where everything stands. Reads only; the same facts give the same answer. */
export async function situation(store: Store, organization: Organization, now: number): Promise<FullSituation> {
  const { id: org } = organization;
  // Before the people: whom a notice names is written down first, so nobody who was just learned of looks unknown here.
  const notices = await store.departures.list(org);
  const [
    reading,
    repositories,
    known,
    sightings,
    evidence,
    observations,
    people,
    coverage,
    heads,
    decisions,
    attempts,
    incidents,
    roster,
    users,
    acts,
    issueless,
  ] = await Promise.all([
    store.policies.read(org),
    store.repositories.list(org),
    store.credentials.list(org),
    store.sightings.list(org),
    store.evidence.list(org),
    store.observations.list(org),
    store.people.list(org),
    store.coverage.list(org),
    store.heads.listOpen(org),
    store.decisions.list(org),
    store.records.list(org, 'attempts'),
    store.records.list(org, 'incidents'),
    store.engagements.list(org),
    store.records.list(org, 'directory-user'),
    store.audit.list(org),
    store.records.read(org, 'without-issues', 'repositories'),
  ]);
  const written = reading ?? { policy: DEFAULT_POLICY, origin: 'default', problems: [] };
  const who = directory(people, roster);
  const byId = new Map(repositories.map((repository) => [repository.id, repository]));
  const isGone = ({ scope }: Pick<Coverage, 'scope'>) => byId.get(scope.repositoryId ?? 0)?.goneAt !== undefined;
  const facts = { credentials: known, sightings, evidence, observations, decisions };
  const looked = credentialFiles(facts, who, written.policy);
  const files = watch(looked, ({ credential }) => !isGone(credential));
  const filesById = new Map(files.map((file) => [file.credential.id, file]));
  const policy = {
    ...written,
    policy: withDecided(written.policy, { decisions, incidents, files: filesById }, now),
  };
  const visible = coverage.filter((look) => !isGone(look));
  const leaver = leavers({ people, known: who, roster, users });
  const engagement = engagements(roster, who);
  const left = departures(notices, leaver, now).map((departure) => {
    const line = engagement(departure.who, departure.person);
    return line === undefined ? departure : { ...departure, engagement: line };
  });
  const strangers = [...users.values()].filter(
    (user) => user.active && user.deletedAt === undefined && leaver(whoOf(user)) === undefined,
  );
  const concerned = namingLeavers(files, evidence, who, left);
  const opened = withIncidents(cases(policy.policy, left, concerned, visible, now), acts);
  const around = { policy: policy.policy, decisions, files, repositories: byId };
  const described = await withFacts(store, organization, opened, around);
  const grace = (file: CredentialFile) =>
    rulesFor(
      policy.policy,
      repositoryName(byId.get(file.credential.scope.repositoryId ?? 0)?.fullName ?? ''),
      minimatch,
    ).graceDays;
  const upkeep = await upkeepOf(store, org, { ...around, departures: left, graceDays: grace }, now);
  return {
    organization: organization.login,
    reading: policy,
    cases: withDeeds(withPriorities(described, policy.policy, byId, now), { decisions, attempts }, now),
    violations: violations(opened, grace),
    files: filesById,
    heads,
    repositories: byId,
    actions: { case: named('case'), head: named('head'), digest: named('digest') },
    withoutIssues: new Set(issueless?.repositoryIds),
    matches: minimatch,
    ...(upkeep === undefined ? {} : { upkeep }),
    departures: left,
    coverage: visible,
    decisions,
    attempts,
    strangers,
  };
}

function named(subject: Action['subject']): readonly string[] {
  return actions.filter((action) => action.subject === subject).map(({ name }) => name);
}
