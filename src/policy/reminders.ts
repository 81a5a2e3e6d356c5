import type { Case, CaseItem } from '../model/case.ts';
import { identity } from '../model/identity.ts';
import { withoutAt } from '../model/person.ts';
import type { Policy, StandingException } from '../model/policy.ts';
import type { CaseStep, ReminderEntry } from '../model/step.ts';
import { DAY, type Instant, isoDay, startOfLastDay } from '../model/time.ts';
import { holdsUntil, isTakenOver } from './exceptions.ts';
import type { Due } from './lifecycle.ts';
import { sayEnd } from './words/decision.ts';
import { type Calls, endingText, overdueText, reminderText } from './words/reminder.ts';
import { dueLine } from './words/upkeep.ts';

/**
 * What a case tells by comment when its day comes near: a last day, the end of an
 * exception, the day by which the case was due.
 */
export function reminderOf(policy: Policy, file: Case, calls: Calls, now: Instant): Pick<CaseStep, 'reminder'> {
  if (file.openReasons.length === 0) return {};
  const entries = [
    ...lastDay(policy, file, now),
    ...overdue(file, calls),
    ...file.items.flatMap((item) => (item.done ? [] : endings(policy, item, calls, now))),
  ];
  return entries.length === 0 ? {} : { reminder: { intro: '', entries } };
}

/**
 * The reminder that is due before a last day. Of several that came due at once, because the departure was learned late,
 * only the nearest: nobody needs to hear in one minute that 30 and 7 days are left. Another date is another reminder.
 */
function lastDay(policy: Policy, file: Case, now: Instant): ReminderEntry[] {
  const { state, effectiveAt } = file.departure;
  if (state !== 'scheduled') return [];
  const nearest = stageOf(policy.notices, startOfLastDay(effectiveAt), now);
  if (nearest === undefined) return [];
  const says = reminderText(file, policy.cases?.assignees ?? []);
  return [{ key: `${isoDay(effectiveAt)}:${nearest}`, says, calls: [] }];
}

/** Once for each priority that is late: replacing the critical ones gives the others their own day. */
function overdue({ departure, urgency, items }: Case, calls: Calls): ReminderEntry[] {
  if (departure.state !== 'effective' || urgency?.overdue !== true) return [];
  const open = items.filter(({ done }) => !done).length;
  const key = `overdue:${isoDay(departure.effectiveAt)}:${urgency.word}`;
  return [{ key, says: overdueText(urgency, open), calls: calls.of(sponsorOf(departure)) }];
}

/** The end of the day is what counts, so a break-glass of some hours has no reminder. */
function endings(policy: Policy, { file, exceptions = [] }: CaseItem, calls: Calls, now: Instant): ReminderEntry[] {
  const told = exceptions.filter(
    (each) => each.incident === undefined && !(each.ownerLeaves && isTakenOver(each, exceptions)),
  );
  return told.flatMap((each: StandingException) => {
    const says = endingText(file, each);
    const key = (day: string) => identity(file.credential.id, day, each.owner).slice(0, 12);
    if (each.void !== undefined)
      return each.ownerLeaves === undefined ? [] : [{ key: `lapsed:${key(each.until)}`, says, calls: calls.of([]) }];
    const days = stageOf(policy.remind_days, holdsUntil(each), now);
    if (days === undefined) return [];
    const owners = each.ownerLeaves === undefined ? [`@${each.owner}`] : [];
    return [{ key: `exception:${key(sayEnd(each))}:${days}`, says, calls: calls.of([], owners) }];
  });
}

/** One credential that came due, or nearer. Another date is another reminder. */
export function dueReminder(due: Due, calls: Calls): ReminderEntry {
  const key = `due:${identity(due.file.credential.id, due.why, isoDay(due.dueAt)).slice(0, 12)}:${due.within}`;
  return { key, says: dueLine(due), calls: calls.of([], due.file.owners ?? []) };
}

function stageOf(days: readonly number[], at: Instant, now: Instant): number | undefined {
  const come = days.filter((each) => now >= at - each * DAY);
  return come.length === 0 ? undefined : Math.min(...come);
}

function sponsorOf({ engagement }: Case['departure']): readonly string[] {
  return engagement?.sponsor === undefined ? [] : [withoutAt(engagement.sponsor)];
}
