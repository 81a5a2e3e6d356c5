import type { Case } from '../model/case.ts';
import type { CredentialId } from '../model/credential.ts';
import type { Head } from '../model/head.ts';
import { type Repository, repositoryName } from '../model/organization.ts';
import type { PolicyReading } from '../model/policy.ts';
import type { CaseStep, HeadStep, Step } from '../model/step.ts';
import type { Instant } from '../model/time.ts';
import type { CredentialFile, Violation } from '../model/violation.ts';
import { caseHome } from './case-home.ts';
import { digestSteps, undigested } from './digests.ts';
import { rulesFor } from './evaluate.ts';
import { exceptionsFor, isExcepted, isSparedIn, type Matches } from './exceptions.ts';
import type { Leftovers } from './leftovers.ts';
import { reminderOf } from './reminders.ts';
import { type Upkeep, upkeepSteps } from './upkeep.ts';
import { verdict } from './verdict.ts';
import { caseClosing, caseReopening, caseText, caseTitle } from './words/case.ts';
import { sayException } from './words/decision.ts';
import type { Place } from './words/links.ts';
import { code, fitting } from './words/markdown.ts';
import { callsOf } from './words/reminder.ts';

/** Everything the plan follows from. */
export interface Situation {
  readonly organization: string;
  readonly reading: PolicyReading;
  readonly cases: readonly Case[];
  readonly violations: readonly Violation[];
  readonly files: ReadonlyMap<string, CredentialFile>;
  readonly heads: readonly Head[];
  readonly repositories: ReadonlyMap<number, Repository>;
  /** The names of the actions there are for cases, heads and digests. */
  readonly actions: {
    readonly case: readonly string[];
    readonly head: readonly string[];
    readonly digest?: readonly string[];
  };
  /** Ids of the repositories in which issues are switched off. */
  readonly withoutIssues?: ReadonlySet<number>;
  /** Of cases that are planned elsewhere: a digest tells of all. */
  readonly leftovers?: Leftovers;
  readonly matches: Matches;
  readonly upkeep?: Upkeep;
  /** The server whose pages are linked to; without it there are no links. */
  readonly server?: string;
}

/** Whether something happened in the case of a step that cannot wait for the others. */
export function urgentAmong(cases: readonly Case[]): (step: Step) => boolean {
  const withIncidents = new Set(cases.flatMap((each) => (each.incidents ? [each.departure.id] : [])));
  return ({ key }) => withIncidents.has(key);
}

/** What should stand on GitHub, from the facts alone. Printing this is the dry run; carrying it out twice changes nothing. */
export function plan(situation: Situation, now: Instant): readonly Step[] {
  const digests = digestFacts(situation);
  return [
    ...casesToTell(situation).flatMap((file) => {
      const missing = undigested(digests, file);
      const told = missing.length === 0 ? file : { ...file, undigested: missing };
      return situation.actions.case.flatMap((action) => caseStep(situation, told, action, now));
    }),
    ...upkeepSteps(situation),
    ...digestSteps(digests, now),
    ...bySha(situation.heads).flatMap((heads) =>
      situation.actions.head.flatMap((action) => headStep(situation, heads, action, now)),
    ),
  ];
}

function casesToTell({ organization, reading, repositories, cases }: Situation): readonly Case[] {
  const wanted = `${organization}/${reading.policy.cases?.repository}`;
  return caseHome(wanted, repositories.values()) === undefined ? [] : cases;
}

function digestFacts({ reading, actions, withoutIssues, ...situation }: Situation) {
  return {
    ...situation,
    ...{ policy: reading.policy, actions: actions.digest ?? [], withoutIssues: withoutIssues ?? new Set<number>() },
    place: placeOf(situation),
  };
}

function placeOf({ server, organization }: Pick<Situation, 'server' | 'organization'>): Place | undefined {
  return server === undefined ? undefined : { server, organization };
}

function caseStep(situation: Situation, file: Case, action: string, now: Instant): CaseStep[] {
  const { organization, reading } = situation;
  const settings = reading.policy.cases;
  if (settings === undefined) return [];
  const { text, pages } = caseText(file, reading.problems, placeOf(situation));
  const stands = file.openReasons.length > 0;
  return [
    {
      subject: 'case',
      action,
      do: stands ? 'ensure' : 'resolve',
      key: file.departure.id,
      onlyIfThere: file.early || file.departure.state === 'cancelled' || file.departure.state === 'rehired',
      repository: `${organization}/${settings.repository}`,
      title: caseTitle(file),
      body: text,
      pages,
      labels: settings.labels,
      assignees: settings.assignees,
      closing: stands ? '' : caseClosing(file),
      reopening: stands ? caseReopening(file) : '',
      ...reminderOf(reading.policy, file, callsOf(reading.policy, organization), now),
    },
  ];
}

/** A check run belongs to a commit, and two pull requests may have the same head: then the worse verdict counts for both. */
function headStep(situation: Situation, heads: readonly Head[], action: string, now: Instant): HeadStep[] {
  const [head] = heads;
  const repository = head && situation.repositories.get(head.repositoryId);
  if (head === undefined || repository === undefined || repository.goneAt !== undefined) return [];
  const { matches, reading } = situation;
  const { mode } = rulesFor(reading.policy, repositoryName(repository.fullName), matches);
  const stands = (id: CredentialId) =>
    !isExcepted(reading.policy, id, repositoryName(repository.fullName), matches, now);
  const violations = situation.violations.filter(
    (violation) => concerns(violation, head.repositoryId) && stands(violation.file.credential.id),
  );
  const shared = {
    mode,
    public: !repository.private,
    violations,
    unregistered: (situation.upkeep?.unregistered ?? []).filter(
      ({ file: { credential } }) => credential.scope.repositoryId === head.repositoryId && stands(credential.id),
    ),
    files: situation.files,
    problems: situation.reading.problems,
  };
  const verdicts = heads.map((each) => verdict({ ...shared, head: only(each, stands) }, now));
  const worst = verdicts.reduce((a, b) =>
    SEVERITY[b.conclusion ?? 'none'] > SEVERITY[a.conclusion ?? 'none'] ? b : a,
  );
  const key = `${head.repositoryId}:${head.sha}`;
  const spared = repository.private ? sparedNote(situation, heads, repositoryName(repository.fullName), now) : '';
  const told = spared === '' ? worst : { ...worst, summary: `${worst.summary}\n\n${spared}` };
  return [{ subject: 'head', action, do: 'ensure', key, repository: repository.fullName, head, mode, verdict: told }];
}

/** What would stand in the way, were it not excepted: nobody shall take that for clean. */
function sparedNote(
  { reading, violations, matches, upkeep }: Situation,
  heads: readonly Head[],
  name: string,
  now: Instant,
) {
  if (reading.policy.exceptions.length === 0) return '';
  const [{ repositoryId } = { repositoryId: 0 }] = heads;
  const brought = heads.flatMap(({ scan }) => (scan.state === 'done' ? scan.found.map((it) => it.credential) : []));
  const standing = violations.filter((each) => concerns(each, repositoryId)).map((each) => each.file.credential.id);
  const born = (upkeep?.unregistered ?? []).map(({ file }) => file.credential);
  const here = born.filter(({ scope }) => scope.repositoryId === repositoryId).map(({ id }) => id);
  const ids = [...new Set([...brought, ...standing, ...here])];
  const lines = ids.flatMap((id) =>
    exceptionsFor(reading.policy, id, now)
      .filter((each) => isSparedIn(each, name, matches))
      .map((each) => `- ${code(id)}: ${sayException(each)}`),
  );
  return lines.length === 0 ? '' : `**Spared for now:**\n${fitting(lines, 4000)}`;
}

/** The head without what is excepted. */
function only(head: Head, stands: (id: CredentialId) => boolean): Head {
  if (head.scan.state !== 'done') return head;
  return { ...head, scan: { ...head.scan, found: head.scan.found.filter(({ credential }) => stands(credential)) } };
}

const SEVERITY = { success: 0, neutral: 1, none: 2, failure: 3 };

function bySha(heads: readonly Head[]): readonly (readonly Head[])[] {
  return [...Map.groupBy(heads, ({ repositoryId, sha }) => `${repositoryId}:${sha}`).values()];
}

/** A repository answers for what stands in it, on more than weak evidence. What belongs to the whole organisation blocks no one repository. */
function concerns({ file, claim }: Violation, repositoryId: number): boolean {
  if (claim.level === 'weak') return false;
  return (
    file.credential.scope.repositoryId === repositoryId ||
    file.sightings.some(({ scope }) => scope.repositoryId === repositoryId)
  );
}
