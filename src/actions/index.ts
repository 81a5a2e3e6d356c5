import type { Action } from './action.ts';
import { caseIssue } from './case-issue.ts';
import { checkRun } from './check-run.ts';
import { digestIssue } from './digest-issue.ts';

/** Everything Handback does on GitHub. */
export const actions: readonly Action[] = [caseIssue, checkRun, digestIssue];

/** The names of those that are about any of these. */
export function actionNames(...subjects: readonly Action['subject'][]): readonly string[] {
  return actions.filter(({ subject }) => subjects.includes(subject)).map(({ name }) => name);
}
