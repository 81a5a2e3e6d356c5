// The issue that a request is about.
import type { Issue } from '../model.ts';
import { Refusal } from '../refusal.ts';
import { isPull } from '../world.ts';
import type { Call } from './call.ts';

export function issueOf(call: Call): Issue {
  const issue = call.world.issue(call.repository, call.param('issue_number'));
  return isPull(issue) ? issue : withIssues(call, issue);
}

/** Without issues GitHub answers that they are gone. */
export function withIssues<T>({ repository }: Call, what: T): T {
  if (!repository.hasIssues) throw new Refusal(410, 'Issues has been disabled in this repository.');
  return what;
}

/** Names of labels or people, however the request gives them. */
export const namesIn = (list: unknown): string[] =>
  Array.isArray(list)
    ? list.map((one: unknown) => (typeof one === 'string' ? one : String((one as { name: unknown }).name)))
    : [];
