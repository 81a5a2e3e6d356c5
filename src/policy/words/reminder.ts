import type { Case } from '../../model/case.ts';
import { isoDay } from '../../model/time.ts';
import { login, plain } from './markdown.ts';

/** GitHub's form of a login; anything else after an @ could be a team or a trick. */
const LOGIN = /^[a-z\d](?:[a-z\d]|-(?=[a-z\d])){0,38}$/i;

/** Without the days that are left: the text must be the same for as long as this reminder is the one that is due. */
export function reminderText({ departure, items }: Case, assignees: readonly string[]): string {
  const { person, who, engagement, effectiveAt } = departure;
  const name = person ? login(person.login) : plain(who.login ?? who.email ?? who.name ?? `user ${who.id}`);
  const open = items.filter(({ done }) => !done).length;
  const sponsor = engagement?.sponsor;
  const called = [...new Set([...(sponsor === undefined ? [] : [sponsor]), ...assignees])].map(call).join(' ');
  const vendor = engagement?.vendor === undefined ? '' : ` of ${plain(engagement.vendor)}`;
  const work =
    open === 0
      ? 'Nothing that they made is known to be live.'
      : `${open} credential${open === 1 ? '' : 's'} that they made will have to be handed back: see above.`;
  return [
    `${called === '' ? 'Nobody is named as sponsor or assignee: ' : `${called}: `}the last day of ${name}${vendor} ends on **${isoDay(effectiveAt - 1)}** (UTC). ${work}`,
    ...(sponsor === undefined ? ['The roster names no sponsor.'] : []),
  ].join('\n\n');
}

/** The one place where Handback wakes somebody: a reminder that reaches nobody is none. Only whom roster and policy name. */
function call(name: string): string {
  return LOGIN.test(name) ? `@${name}` : plain(name);
}
