import type { Case } from '../model/case.ts';
import type { Policy } from '../model/policy.ts';
import type { CaseStep } from '../model/step.ts';
import { DAY, type Instant, isoDay } from '../model/time.ts';
import { reminderText } from './words/reminder.ts';

/**
 * The reminder that is due before a last day. Of several that came due at once, because the departure was learned late, only the
 * nearest: nobody needs to hear in one minute that 30 and 7 days are left. Another date is another reminder.
 */
export function reminderOf(policy: Policy, file: Case, now: Instant): Pick<CaseStep, 'reminder'> {
  const { state, effectiveAt } = file.departure;
  if (state !== 'scheduled' || file.early) return {};
  const due = policy.notices.filter((days) => now >= effectiveAt - days * DAY);
  if (due.length === 0) return {};
  const key = `${isoDay(effectiveAt)}:${Math.min(...due)}`;
  return { reminder: { key, body: reminderText(file, policy.cases?.assignees ?? []) } };
}
