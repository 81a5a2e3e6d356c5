import type { CredentialId } from '../model/credential.ts';
import type { Exception, Policy } from '../model/policy.ts';
import { DAY, type Instant, startOfDay } from '../model/time.ts';

/** Does `pattern` name this repository? Given from outside: pattern matching is a library's work. */
export type Matches = (name: string, pattern: string) => boolean;

/** The exceptions that hold now. One that has run out is as if it were not there. */
export function exceptionsFor({ exceptions }: Policy, credential: CredentialId, now: Instant): readonly Exception[] {
  return exceptions.filter((each) => each.credential === credential && now < startOfDay(each.until) + DAY);
}

export function isExcepted(
  policy: Policy,
  credential: CredentialId,
  repositoryName: string,
  matches: Matches,
  now: Instant,
): boolean {
  return exceptionsFor(policy, credential, now).some(({ repositories }) =>
    repositories.some((pattern) => matches(repositoryName, pattern)),
  );
}
