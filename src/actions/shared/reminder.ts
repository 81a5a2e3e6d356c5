import { type Comment, type Conversation, say } from '../../github/comments.ts';
import type { Reminder, ReminderEntry } from '../../model/step.ts';
import { DAY } from '../../model/time.ts';
import type { ActionWorld } from '../action.ts';

/** GitHub takes 65,536 characters; the keys of what was told need some of it. */
const ROOM = 30_000;

/** More keys than these have no room; the ledger has them all. */
const MOST_KEYS = 1_000;

/** More names than these are a crowd, of which nobody feels called. */
const MOST_CALLED = 10;

/**
 * One comment with everything that was not told yet; returns the keys of all that was told. The markers
 * in our comments tell it when the ledger forgot or an answer was lost, the ledger when somebody
 * deleted the comment. We never edit one: what stands in one that is edited is somebody else's word.
 */
export async function remind(
  place: Conversation,
  reminder: Reminder | undefined,
  comments: readonly Comment[],
  world: ActionWorld,
): Promise<readonly string[]> {
  const remembered = world.remembered?.reminded ?? [];
  if (reminder === undefined) return remembered;
  const given = comments.filter(({ body, isEdited }) => !isEdited && keysIn(body).length > 0);
  const last = given.at(-1);
  if (reminder.daily && last !== undefined && world.now - last.at < DAY) return remembered;
  const told = new Set([...remembered, ...given.flatMap(({ body }) => keysIn(body))]);
  const due = reminder.entries.filter(({ key }) => !told.has(key));
  if (due.length > 0) await say(place, textOf(reminder.intro, due));
  return [...told, ...due.map(({ key }) => key)];
}

function textOf(intro: string, due: readonly ReminderEntry[]): string {
  const called = [...new Set(due.flatMap(({ calls }) => calls))].slice(0, MOST_CALLED);
  let length = 0;
  const shown = due.filter(({ says }) => {
    length += says.length + 1;
    return length <= ROOM;
  });
  const more = due.length - shown.length;
  const lines = [...shown.map(({ says }) => says), ...(more > 0 ? [`- … and ${more} more; see above.`] : [])];
  const first = [...(called.length > 0 ? [`${called.join(' ')}:`] : []), ...(intro === '' ? [] : [intro])].join(' ');
  const keys = due.slice(0, MOST_KEYS).map(({ key }) => key);
  return [...(first === '' ? [] : [first]), lines.join('\n'), `<!-- handback:reminder:${keys.join(' ')} -->`].join(
    '\n\n',
  );
}

function keysIn(body: string): readonly string[] {
  const [, keys] = body.match(/<!-- handback:reminder:([^>]*) -->\s*$/) ?? [];
  return keys?.split(' ') ?? [];
}
