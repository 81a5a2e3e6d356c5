import type { Case } from '../model/case.ts';
import { tellingSince } from '../model/departure.ts';
import type { Head } from '../model/head.ts';
import type { Repository } from '../model/organization.ts';
import type { PolicyReading } from '../model/policy.ts';
import type { CaseStep, Step } from '../model/step.ts';
import type { Instant } from '../model/time.ts';
import type { CredentialFile, Violation } from '../model/violation.ts';
import { digestSteps, undigested } from './digests.ts';
import type { Matches } from './exceptions.ts';
import { headSteps } from './head-steps.ts';
import type { Leftovers } from './leftovers.ts';
import { reminderOf } from './reminders.ts';
import { type Upkeep, upkeepSteps } from './upkeep.ts';
import { caseClosing, caseReopening, caseText, caseTitle } from './words/case.ts';
import type { Place } from './words/links.ts';
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
  /** The one that cases are written into, where the policy names one that may get them. */
  readonly home: Repository | undefined;
  /** The names of the actions there are for cases, heads and digests. */
  readonly actions: {
    readonly case: readonly string[];
    readonly head: readonly string[];
    readonly digest?: readonly string[];
  };
  /** Ids of the repositories in which issues are switched off. */
  readonly withoutIssues?: ReadonlySet<number>;
  /** Of all cases, where these are planned elsewhere: a digest tells of all. */
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

/**
 * What should stand on GitHub, from the facts alone. Printing this is the dry run; carrying
 * it out twice changes nothing.
 */
export function plan(situation: Situation, now: Instant): readonly Step[] {
  const digests = digestFacts(situation);
  return [
    ...(situation.home === undefined ? [] : situation.cases).flatMap((file) => {
      const missing = undigested(digests, file);
      const told = missing.length === 0 ? file : { ...file, undigested: missing };
      return situation.actions.case.flatMap((action) => caseStep(situation, told, action, now));
    }),
    ...upkeepSteps(situation),
    ...digestSteps(digests, now),
    ...headSteps({ ...situation, actions: situation.actions.head }, now),
  ];
}

function digestFacts({ reading, actions, withoutIssues, ...situation }: Situation) {
  return {
    ...situation,
    policy: reading.policy,
    actions: actions.digest ?? [],
    withoutIssues: withoutIssues ?? new Set<number>(),
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
      ...(stands || file.departure.state !== 'effective' ? {} : { settles: tellingSince(file.departure) }),
      closing: stands ? '' : caseClosing(file),
      reopening: stands ? caseReopening(file) : '',
      ...reminderOf(reading.policy, file, callsOf(reading.policy, organization), now),
    },
  ];
}
