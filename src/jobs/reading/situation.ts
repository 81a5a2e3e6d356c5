import { actionNames } from '../../actions/index.ts';
import type { AuditFact } from '../../model/audit.ts';
import type { Coverage } from '../../model/coverage.ts';
import type { KnownCredential } from '../../model/credential.ts';
import type { Decision } from '../../model/decision.ts';
import type { Departure } from '../../model/departure.ts';
import type { DirectoryUser } from '../../model/directory.ts';
import type { Organization } from '../../model/organization.ts';
import type { Attempt } from '../../model/remediation.ts';
import { cases, type Standing, violations } from '../../policy/evaluate.ts';
import type { Situation } from '../../policy/plan.ts';
import { withPriorities } from '../../policy/priority.ts';
import { withIncidents } from '../../policy/watch.ts';
import { withDeeds } from '../../policy/words/decision.ts';
import type { Store } from '../../store/store.ts';
import { type CaseRecords, readCaseRecords, withFacts } from './case-facts.ts';
import { allFacts, type Facts } from './facts.ts';
import { namingLeavers } from './files.ts';
import { actsOfLeavers, type Ground, readGround } from './ground.ts';
import { matches } from './matches.ts';
import { inSight } from './out-of-sight.ts';
import { readStanding } from './standing.ts';
import { upkeepOf } from './upkeep.ts';
import { watchedFiles } from './watched-files.ts';

export interface FullSituation extends Situation {
  readonly departures: readonly Departure[];
  readonly coverage: readonly Coverage[];
  readonly decisions: readonly Decision[];
  readonly attempts: ReadonlyMap<string, Attempt>;
  /** People of the directory that lead to no account at GitHub: should they leave, nothing would be found of theirs. */
  readonly strangers: readonly DirectoryUser[];
}

/**
 * Reads all facts of an organisation and derives where everything stands. Reads only; the same facts give
 * the same answer. Takes memory for every credential: what asks about some of them reads less (narrow.ts).
 */
export async function situation(store: Store, organization: Organization, now: number): Promise<FullSituation> {
  const ground = await readGround(store, organization, now);
  const { id: org } = organization;
  const [facts, coverage, acts, records, standing] = await Promise.all([
    allFacts(store, org),
    store.coverage.list(org),
    actsOfLeavers(store, ground),
    readCaseRecords(store, ground),
    readStanding(store, org),
  ]);
  const visible = inSight(ground, coverage);
  const { departures } = ground;
  const about = { departures, facts, around: facts.credentials, coverage: visible, acts, records, standing };
  const derived = derive(ground, about);
  const everything = { files: [...derived.files.values()], around: facts.credentials };
  const upkeep = await upkeepOf(store, ground, () => [everything]);
  return { ...derived, ...(upkeep === undefined ? {} : { upkeep }) };
}

/** What a derivation is about. It must hold whatever can be of any matter to these departures, and may hold more. */
export interface About {
  readonly departures: readonly Departure[];
  readonly facts: Facts;
  /** What else is stored where these people could read, or under the same names. */
  readonly around: readonly KnownCredential[];
  readonly coverage: readonly Coverage[];
  readonly acts: readonly AuditFact[];
  /** Missing where no case is open, or nobody will read it. */
  readonly records: CaseRecords | undefined;
  /** Missing where there are no cases. */
  readonly standing?: Standing;
}

export function derive(ground: Ground, about: About): FullSituation {
  const { organization, now, reading, repositories, decisions, attempts } = ground;
  const { policy } = reading;
  const files = watchedFiles(ground, about.facts);
  const concerned = namingLeavers(files, about.facts.evidence, ground.who, about.departures);
  const all = cases(policy, about.departures, concerned, about.coverage, now, about.standing);
  const opened = withIncidents(all, about.acts);
  const described =
    about.records === undefined
      ? opened
      : withFacts(about.records, organization, opened, {
          files,
          around: about.around,
          machinesOf: ground.machinesOf,
        });
  return {
    organization: organization.login,
    reading,
    cases: withDeeds(withPriorities(described, policy, repositories, now), { decisions, attempts }, now),
    // In the order of the departures: what a check says does not turn with what somebody did since.
    violations: violations(all, ground.graceDays),
    files: new Map(files.map((file) => [file.credential.id, file])),
    heads: ground.heads,
    repositories,
    home: ground.home,
    actions: { case: actionNames('case'), head: actionNames('head'), digest: actionNames('digest') },
    withoutIssues: ground.withoutIssues,
    matches,
    departures: ground.departures,
    coverage: about.coverage,
    decisions,
    attempts,
    strangers: ground.strangers,
  };
}
