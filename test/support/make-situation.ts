// What the plan follows from, with defaults: mallory left acme yesterday and her deploy key in acme/shop still lives.
import { minimatch } from 'minimatch';
import { directory } from '../../src/attribute/people.ts';
import type { AuditFact } from '../../src/model/audit.ts';
import type { Coverage } from '../../src/model/coverage.ts';
import type { DepartureNotice } from '../../src/model/departure.ts';
import type { Head, HeadFinding } from '../../src/model/head.ts';
import type { Repository } from '../../src/model/organization.ts';
import { Policy, type PolicyProblem } from '../../src/model/policy.ts';
import type { HeadStep, Step, Verdict } from '../../src/model/step.ts';
import type { CredentialFile } from '../../src/model/violation.ts';
import { caseHome } from '../../src/policy/case-home.ts';
import { departures } from '../../src/policy/departures.ts';
import { cases, rulesFor, violations } from '../../src/policy/evaluate.ts';
import { withDecided } from '../../src/policy/exceptions.ts';
import { leavingOwner } from '../../src/policy/leaving-owner.ts';
import { plan, type Situation } from '../../src/policy/plan.ts';
import { withPriorities } from '../../src/policy/priority.ts';
import { watch, withIncidents } from '../../src/policy/watch.ts';
import { EVERYBODY, makeCoverage, makeFile, makeNotice, makePlaintext, NOW } from './make-facts.ts';

export function makePolicy(given: object = {}): Policy {
  return Policy.parse({ version: 1, mode: 'block', cases: { repository: 'security' }, ...given });
}

export function makeRepository(given: Partial<Repository> = {}): Repository {
  return {
    id: 1,
    fullName: 'acme/shop',
    private: true,
    archived: false,
    defaultBranch: 'main',
    scannedTips: {},
    ...given,
  };
}

/** Where the cases are kept. */
export function makeHome(): Repository {
  return makeRepository({ id: 99, fullName: 'acme/security' });
}

export function makeHead(given: Partial<Head> = {}): Head {
  return {
    repositoryId: 1,
    subject: 'pull/12',
    sha: 'a'.repeat(40),
    baseSha: '0'.repeat(40),
    baseRef: 'main',
    state: 'open',
    scan: { state: 'done', at: NOW, found: [], problems: [] },
    ...given,
  };
}

/** A head that brings these secrets. */
export function makeHeadWith(found: readonly HeadFinding[], given: Partial<Head> = {}): Head {
  return makeHead({ scan: { state: 'done', at: NOW, found, problems: [] }, ...given });
}

export function makeHeadFinding(given: Partial<HeadFinding> = {}): HeadFinding {
  return {
    credential: makePlaintext().id,
    path: 'src/deploy.sh',
    line: 3,
    endLine: 3,
    commit: 'c'.repeat(40),
    ...given,
  };
}

export interface World {
  readonly policy: Policy;
  readonly problems: readonly PolicyProblem[];
  readonly notices: readonly DepartureNotice[];
  readonly files: readonly CredentialFile[];
  readonly coverage: readonly Coverage[];
  readonly acts: readonly AuditFact[];
  readonly heads: readonly Head[];
  readonly repositories: readonly Repository[];
  readonly withoutIssues: readonly number[];
  /** Its issue was closed when every place had been looked at since then. */
  readonly settledSince: number;
  readonly isLooking: boolean;
  readonly now: number;
}

/** Derives the situation through the real stages, as `jobs/reading/situation.ts` does from the ledger. */
export function makeSituation(given: Partial<World> = {}): Situation {
  const { notices = [makeNotice()], now = NOW } = given;
  const files = watch(given.files ?? [makeFile()], () => true, new Map());
  const repositories = given.repositories ?? [makeRepository(), makeHome()];
  const who = directory(EVERYBODY);
  const left = departures(notices, (name) => who.find(name)?.person, now);
  const facts = { decisions: [], incidents: new Map(), files: new Map(), ownerLeaving: leavingOwner(left, who) };
  const policy = withDecided(given.policy ?? makePolicy(), facts, now);
  const found = cases(policy, left, files, given.coverage ?? [makeCoverage()], now, {
    settled: new Map(given.settledSince === undefined ? [] : left.map(({ id }) => [id, given.settledSince ?? 0])),
    isLooking: given.isLooking ?? false,
  });
  const byId = new Map(repositories.map((repository) => [repository.id, repository]));
  const opened = withPriorities(withIncidents(found, given.acts ?? []), policy, byId, now);
  const nameOf = (file: CredentialFile) =>
    repositories.find(({ id }) => id === file.credential.scope.repositoryId)?.fullName.split('/')[1] ?? '';
  return {
    organization: 'acme',
    reading: { policy, origin: 'acme/.github-private:.github/handback.yml@1', problems: given.problems ?? [] },
    cases: opened,
    violations: violations(opened, (file) => rulesFor(policy, nameOf(file), minimatch).graceDays),
    files: new Map(files.map((file) => [file.credential.id, file])),
    heads: given.heads ?? [makeHead()],
    repositories: byId,
    home: caseHome(`acme/${policy.cases?.repository}`, repositories),
    actions: { case: ['case-issue'], head: ['check-run'], digest: ['digest-issue'] },
    ...(given.withoutIssues === undefined ? {} : { withoutIssues: new Set(given.withoutIssues) }),
    matches: minimatch,
  };
}

function stepsOf(given: Partial<World> = {}): readonly Step[] {
  return plan(makeSituation(given), given.now ?? NOW);
}

export function headStepsOf(given: Partial<World> = {}): readonly HeadStep[] {
  return stepsOf(given).filter((step) => step.subject === 'head');
}

export function verdictOf(given: Partial<World> = {}): Verdict {
  const [step] = headStepsOf(given);
  if (step === undefined) throw new Error('there is no head in this world');
  return step.verdict;
}

export function caseStepsOf(given: Partial<World> = {}) {
  return stepsOf(given).filter((step) => step.subject === 'case');
}

/** The only case of this world. */
export function caseStepOf(given: Partial<World> = {}) {
  const [step, ...more] = caseStepsOf(given);
  if (step === undefined || more.length > 0)
    throw new Error(`there are ${more.length + (step ? 1 : 0)} cases, not one`);
  return step;
}

export function digestStepsOf(given: Partial<World> = {}) {
  return stepsOf(given).filter((step) => step.subject === 'digest');
}
