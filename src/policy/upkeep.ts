import type { RepositoryAccess } from '../model/access.ts';
import type { AttestDecision, KeepDecision } from '../model/decision.ts';
import { unreachable } from '../model/never.ts';
import type { Repository } from '../model/organization.ts';
import type { PolicyReading } from '../model/policy.ts';
import type { CaseStep } from '../model/step.ts';
import type { CredentialFile, OwnedFile } from '../model/violation.ts';
import type { Unregistered } from './birth.ts';
import type { Lifecycle } from './lifecycle.ts';
import { dueReminder } from './reminders.ts';
import type { Campaign } from './reviews.ts';
import { type Calls, callsOf } from './words/reminder.ts';
import {
  LIFECYCLE,
  LIFECYCLE_REMINDER,
  lifecycleText,
  REVIEW,
  reviewText,
  reviewTitle,
  sayAttested,
} from './words/upkeep.ts';

/** What has to be done about credentials although nobody leaves. */
export interface Upkeep {
  readonly unregistered: readonly Unregistered[];
  /** Missing where the policy asks for nothing of it. */
  readonly lifecycle?: Lifecycle;
  readonly reviews: readonly ListedReview[];
}

/** An access review, but for one that somebody attested by closing it: that stays as it was and has no step. */
export interface Review<File = CredentialFile> {
  readonly campaign: Campaign;
  readonly state: 'running' | 'missed' | 'attested';
  /** By a command, which leaves the closing to us. */
  readonly attested?: AttestDecision;
  /** Lines of which somebody said that they shall stay. */
  readonly kept: readonly KeepDecision[];
  readonly files: readonly File[];
  /** How many more there are than these. */
  readonly more?: number;
  /** Of the repositories that there are; one is missing where nobody looked yet. */
  readonly access: readonly { readonly repository: Repository; readonly access: RepositoryAccess | undefined }[];
}

/** A review as its issue lists it. */
export type ListedReview = Review<OwnedFile>;

interface UpkeepFacts {
  readonly organization: string;
  readonly reading: PolicyReading;
  readonly home: Repository | undefined;
  readonly actions: { readonly case: readonly string[] };
  readonly upkeep?: Upkeep;
}

/**
 * One issue for what is due, and one for each review, in the private repository of the
 * cases. None of them blocks anything.
 */
export function upkeepSteps({ organization, reading, home, actions, upkeep }: UpkeepFacts): readonly CaseStep[] {
  const settings = reading.policy.cases;
  if (settings === undefined || upkeep === undefined || home === undefined) return [];
  const repository = `${organization}/${settings.repository}`;
  const { labels, assignees } = settings;
  const shared = { subject: 'case', repository, labels, assignees } as const;
  return actions.case.flatMap((action) => [
    ...lifecycleStep(upkeep, callsOf(reading.policy, organization)).map((step) => ({ ...shared, action, ...step })),
    ...upkeep.reviews.map((review) => ({ ...shared, action, ...reviewStep(review) })),
  ]);
}

type Said = Omit<CaseStep, 'subject' | 'action' | 'repository' | 'labels' | 'assignees'>;

function lifecycleStep({ lifecycle }: Upkeep, calls: Calls): Said[] {
  if (lifecycle === undefined) return [];
  const nothing = lifecycle.due.length === 0;
  const { text, pages } = nothing ? { text: LIFECYCLE.closing, pages: [] } : lifecycleText(lifecycle);
  const entries = lifecycle.due.map((each) => dueReminder(each, calls));
  return [
    {
      key: 'lifecycle',
      do: nothing ? 'resolve' : 'ensure',
      onlyIfThere: nothing,
      body: text,
      pages,
      ...LIFECYCLE,
      ...(nothing ? {} : { reminder: { intro: LIFECYCLE_REMINDER, daily: true, entries } }),
    },
  ];
}

function reviewStep(review: ListedReview): Said {
  const { campaign, state } = review;
  const shared = { key: campaign.key, title: reviewTitle(campaign), pages: [], ...REVIEW };
  const over = { ...shared, do: 'resolve', onlyIfThere: true } as const;
  switch (state) {
    case 'missed':
      return { ...over, body: REVIEW.closing };
    case 'attested':
      return { ...over, body: '', frozen: true, closing: sayAttested(review.attested) };
    case 'running': {
      const { text, pages } = reviewText(review);
      return { ...shared, do: 'ensure', onlyIfThere: false, body: text, pages, ticks: 'people' };
    }
    default:
      return unreachable(state);
  }
}
