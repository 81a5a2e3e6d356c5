import type { Head } from './head.ts';
import type { Mode } from './policy.ts';
import type { Instant } from './time.ts';

/**
 * What should stand on GitHub, as data: `ensure` it, or `resolve` it (bring what stands to its end).
 * Carrying the same step out twice changes nothing, so after a crash doing it again is the whole recovery.
 */
export type Step = CaseStep | DigestStep | HeadStep;

/** One issue: of a departure, of what is due, of a review. */
export interface CaseStep extends IssueStep {
  readonly subject: 'case';
  /** When it is resolved: since when every place was looked at that could be. */
  readonly settles?: Instant;
}

/** One issue in a repository that still holds what leavers made, for the people who work there. */
export interface DigestStep extends IssueStep {
  readonly subject: 'digest';
}

interface IssueStep {
  readonly action: string;
  readonly do: 'ensure' | 'resolve';
  /** Identity of the subject: goes into the hidden marker. */
  readonly key: string;
  readonly repository: string;
  readonly title: string;
  readonly body: string;
  /** What the body has no room for, a comment each. `](#handback-page-1)` in the body becomes a link to the first. */
  readonly pages: readonly string[];
  readonly labels: readonly string[];
  readonly assignees: readonly string[];
  /** People tick the boxes, and what they ticked stays ticked when the text is written anew. */
  readonly ticks?: 'people';
  /** It stays as it was written last: a record of what somebody attested, or what stood where it is left. */
  readonly frozen?: true;
  /** Id of its repository, in which Handback keeps no issues any more. */
  readonly left?: number;
  /** Nothing ever happened that would need a record: without an issue there is none to make. */
  readonly onlyIfThere: boolean;
  /**
   * Said once when it is resolved, and when somebody closed too early what is to stand.
   * Either may be empty where the other is said.
   */
  readonly closing: string;
  readonly reopening: string;
  readonly reminder?: Reminder;
}

/** What people are told by a comment, because an edited text wakes nobody. Each entry once, ever. */
export interface Reminder {
  readonly intro: string;
  /** A comment a day at most: what comes near meanwhile is told by the next one. */
  readonly daily?: true;
  readonly entries: readonly ReminderEntry[];
}

export interface ReminderEntry {
  /** Goes into a hidden marker, and into the ledger. */
  readonly key: string;
  readonly says: string;
  /** Whom the comment mentions, as `@name`: nobody but whom roster and policy name. */
  readonly calls: readonly string[];
}

export interface HeadStep {
  readonly subject: 'head';
  readonly action: string;
  readonly do: 'ensure';
  readonly key: string;
  /** `owner/name`. */
  readonly repository: string;
  readonly head: Head;
  readonly mode: Mode;
  readonly verdict: Verdict;
}

/** What a check run says. No conclusion: still looking, which blocks a required check. */
export interface Verdict {
  readonly conclusion?: 'success' | 'neutral' | 'failure';
  readonly title: string;
  readonly summary: string;
  readonly text: string;
  readonly annotations: readonly Annotation[];
}

export interface Annotation {
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly level: 'notice' | 'warning' | 'failure';
  readonly title: string;
  readonly message: string;
}
