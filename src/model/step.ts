import type { Head } from './head.ts';
import type { Mode } from './policy.ts';

/**
 * What should stand on GitHub, as data: `ensure` it, or `resolve` it (bring what stands to its end).
 * Carrying the same step out twice changes nothing, so after a crash doing it again is the whole recovery.
 */
export type Step = CaseStep | HeadStep;

export interface CaseStep {
  readonly subject: 'case';
  readonly action: string;
  readonly do: 'ensure' | 'resolve';
  /** Identity of the subject: goes into the hidden marker. */
  readonly key: string;
  readonly repository: string;
  readonly title: string;
  readonly body: string;
  readonly labels: readonly string[];
  readonly assignees: readonly string[];
  /** People tick the boxes, and what they ticked stays ticked when the text is written anew. */
  readonly ticks?: 'people';
  /** Nothing ever happened that would need a record: without an issue there is none to make. */
  readonly onlyIfThere: boolean;
  /** Said once when it is resolved, or when somebody closed it too early. */
  readonly closing: string;
  readonly reopening: string;
  /** One comment, written once: `key` goes into a hidden marker of its own. */
  readonly reminder?: { readonly key: string; readonly body: string };
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
