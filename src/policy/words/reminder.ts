import type { Case } from '../../model/case.ts';
import { knownAs, withoutAt } from '../../model/person.ts';
import type { Policy, StandingException } from '../../model/policy.ts';
import type { Urgency } from '../../model/priority.ts';
import { isoDay, lastDay } from '../../model/time.ts';
import type { CredentialFile } from '../../model/violation.ts';
import { nameCredential } from './credential.ts';
import { sayEnd } from './decision.ts';
import { count, login, plain } from './markdown.ts';

/**
 * GitHub's form of a login, an underscore in those of managed users; anything else after an
 * @ could be a team or a trick.
 */
const LOGIN = /^[a-z\d](?:[a-z\d]|[-_](?=[a-z\d])){0,38}$/i;

/** Without the days that are left: the text must be the same for as long as this reminder is the one that is due. */
export function reminderText({ departure, items }: Case, assignees: readonly string[]): string {
  const { person, who, engagement, effectiveAt } = departure;
  const name = person ? login(person.login) : plain(knownAs(who));
  const open = items.filter(({ done }) => !done).length;
  const sponsor = engagement?.sponsor && withoutAt(engagement.sponsor);
  const called = [...new Set([...(sponsor === undefined ? [] : [sponsor]), ...assignees])].map(call).join(' ');
  const vendor = engagement?.vendor === undefined ? '' : ` of ${plain(engagement.vendor)}`;
  const work =
    open === 0
      ? 'Nothing that they made is known to be live.'
      : `${count(open, 'credential')} that they made will have to be handed back: see above.`;
  return [
    `${called === '' ? 'Nobody is named as sponsor or assignee: ' : `${called}: `}the last day of ${name}${vendor} ends on **${lastDay(effectiveAt)}** (UTC). ${work}`,
    ...(sponsor === undefined ? ['The roster names no sponsor.'] : []),
  ].join('\n\n');
}

/**
 * Whom a reminder may wake: nobody but whom roster and policy name, and who answers for a
 * credential only where the policy says so.
 */
export interface Calls {
  /**
   * Mentions: the assignees, `always` (logins), and of `owners` (`@login`,
   * `@organisation/team`) those that may be woken.
   */
  of(always: readonly string[], owners?: readonly string[]): readonly string[];
}

export function callsOf({ cases, mention_owners }: Policy, organization: string): Calls {
  return {
    of: (always, owners = []) => {
      const named = [...always, ...(cases?.assignees ?? [])].filter((name) => LOGIN.test(name));
      const owning = mention_owners ? owners.filter((name) => isCallable(name, organization)) : [];
      return [...new Set([...named.map((name) => `@${name}`), ...owning])];
    },
  };
}

export function overdueText({ word, dueAt }: Urgency, open: number): string {
  return `What is **${word}** in this case was due on **${isoDay(dueAt)}** and is still open: ${count(open, 'credential')} left. “Next” above says who acts.`;
}

export function endingText(file: CredentialFile, exception: StandingException): string {
  const name = nameCredential(file);
  if (exception.void !== undefined)
    return `- The exception of ${name} spares nothing any more, because ${plain(exception.void)}.`;
  const leaving =
    exception.ownerLeaves === undefined ? '' : ', when its owner leaves, unless somebody else answers for it';
  return `- The exception of ${name} ends with **${sayEnd(exception)}** (UTC)${leaving}; after that it counts in checks again.`;
}

/**
 * The one place where Handback wakes somebody: a reminder that reaches nobody is none. Only
 * whom roster and policy name.
 */
function call(name: string): string {
  return LOGIN.test(name) ? `@${name}` : plain(name);
}

/** An account, or a team of this organisation: any other is not ours to wake. */
function isCallable(name: string, organization: string): boolean {
  const [, account = '', team] = /^@([^/]+)(?:\/([\w-]{1,100}))?$/.exec(name) ?? [];
  return LOGIN.test(account) && (team === undefined || account.toLowerCase() === organization.toLowerCase());
}
