import type { KnownCredential } from '../model/credential.ts';
import { repositoryName } from '../model/organization.ts';
import type { Policy } from '../model/policy.ts';
import { DAY, type Instant, startOfDay } from '../model/time.ts';
import type { RegisterEntry } from '../model/upkeep-settings.ts';
import type { Matches } from './exceptions.ts';

/** What the policy's register says of a credential; what holds longest comes first. */
export function entriesFor(
  { credentials }: Pick<Policy, 'credentials'>,
  credential: KnownCredential,
  matches: Matches,
): readonly RegisterEntry[] {
  const entries = credentials.filter((entry) => isAbout(entry, credential, matches));
  return entries.toSorted((a, b) => endOf(b) - endOf(a));
}

/** An entry holds until its last day has ended. */
export function endOf({ expires }: RegisterEntry): Instant {
  return startOfDay(expires) + DAY;
}

function isAbout({ match, repositories }: RegisterEntry, { id, kind, name, scope }: KnownCredential, matches: Matches) {
  const here = scope.repository === undefined ? undefined : repositoryName(scope.repository);
  if (here !== undefined && !repositories.some((pattern) => matches(here, pattern))) return false;
  if (match === id) return true;
  const prefix = `${kind}:`;
  // A slash in a name is no step into a folder.
  return match.startsWith(prefix) && matches(flat(name), flat(match.slice(prefix.length)));
}

function flat(text: string): string {
  return text.replaceAll('/', ' ');
}
