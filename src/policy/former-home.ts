import type { Repository } from '../model/organization.ts';
import type { KeyedOutcome, Outcome } from '../model/outcome.ts';
import type { Policy } from '../model/policy.ts';
import type { CaseStep, DigestStep } from '../model/step.ts';
import { DIGEST, SILENT } from './words/digest.ts';
import { code } from './words/markdown.ts';

/** An issue of ours that is open where Handback keeps none any more. */
export interface LeftIssue {
  readonly is: 'case' | 'digest';
  readonly action: string;
  readonly key: string;
  readonly outcome: Outcome;
  readonly repositoryId: number;
}

/** Issues that stand where cases were kept before, and digests when nobody is told any more. */
export function leftIssues(
  outcomes: readonly KeyedOutcome[],
  { cases }: Policy,
  home: number | undefined,
): readonly LeftIssue[] {
  return outcomes.flatMap(({ key: name, ...outcome }): LeftIssue[] => {
    if (outcome.remote === 0 || outcome.state === 'closed') return [];
    const [, action = '', key = '', left] = /^([a-z-]+-issue):(.*?)(?:@(\d+))?$/.exec(name) ?? [];
    if (left !== undefined && Number(left) !== home)
      return [{ is: 'case', action, key, outcome, repositoryId: Number(left) }];
    const isDigest = action.startsWith('digest') && cases === undefined;
    return isDigest ? [{ is: 'digest', action, key, outcome, repositoryId: Number(key) }] : [];
  });
}

/**
 * An issue of a case that stays behind in the repository of before, and the name under
 * which it is remembered from then on.
 */
export interface StayingBehind {
  readonly key: string;
  readonly former: string;
  readonly outcome: Outcome;
}

/** What a move of the cases away from a repository puts aside. */
export function stayingBehind(outcomes: readonly KeyedOutcome[], from: number): readonly StayingBehind[] {
  return outcomes.flatMap(({ key, ...outcome }) =>
    /^case-issue:[^@]*$/.test(key) && outcome.remote !== 0 ? [{ key, former: `${key}@${from}`, outcome }] : [],
  );
}

/** What is remembered once they have moved. */
export function afterMove(outcomes: readonly KeyedOutcome[], from: number): readonly KeyedOutcome[] {
  const staying = stayingBehind(outcomes, from);
  const moved = new Set(staying.flatMap(({ key, former }) => [key, former]));
  const kept = outcomes.filter(({ key }) => !moved.has(key));
  return [...kept, ...staying.map(({ former, outcome }) => ({ key: former, ...outcome }))];
}

/** Closes them, each with a word on where to look now. What they say stays, except where everybody reads it now. */
export function leaveSteps(
  left: readonly LeftIssue[],
  organization: string,
  { cases }: Policy,
  reachable: (repositoryId: number) => Repository | undefined,
): readonly (CaseStep | DigestStep)[] {
  const moved = cases && `Handback keeps its cases in ${code(`${organization}/${cases.repository}`)} now.`;
  const closing = `${moved ?? UNSET} Closed here; that says nothing about what still works.`;
  return left.flatMap(({ is, action, key, repositoryId }) => {
    const repository = reachable(repositoryId);
    if (repository === undefined) return [];
    const words = repository.private
      ? { title: DIGEST.title, body: closing, ...(is === 'case' ? { frozen: true as const } : {}) }
      : { title: SILENT.title, body: SILENT.body };
    return [
      {
        subject: is,
        action,
        key,
        repository: repository.fullName,
        do: 'resolve',
        onlyIfThere: true,
        ...words,
        pages: [],
        labels: [],
        assignees: [],
        reopening: '',
        closing: repository.private ? closing : SILENT.closing,
        ...(is === 'case' ? { left: repositoryId } : {}),
      } as const,
    ];
  });
}

const UNSET =
  'The policy names no repository for cases any more (`cases`), so Handback keeps no issues and tells nobody; it goes on looking.';
