import type { Action } from './action.ts';
import { caseIssue } from './case-issue.ts';
import { checkRun } from './check-run.ts';
import { digestIssue } from './digest-issue.ts';

/** Everything Handback does on GitHub. */
export const actions: readonly Action[] = [caseIssue, checkRun, digestIssue];
