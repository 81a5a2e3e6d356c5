import type { CaseAction } from './action.ts';
import { standIssue } from './shared/issue.ts';

/** One issue a departure. A hidden marker in its body is its identity, whatever people do to title and labels. */
export const caseIssue: CaseAction = {
  name: 'case-issue',
  subject: 'case',
  permission: 'Issues: write',
  carryOut: (world, step) => standIssue(world, step),
};
