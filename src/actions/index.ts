import type { Action } from './action.ts';
import { caseIssue } from './case-issue.ts';
import { checkRun } from './check-run.ts';

/** Everything Handback does on GitHub. */
export const actions: readonly Action[] = [caseIssue, checkRun];
