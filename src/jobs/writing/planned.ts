import type { Case } from '../../model/case.ts';
import type { Organization } from '../../model/organization.ts';
import type { Step } from '../../model/step.ts';
import type { Instant } from '../../model/time.ts';
import { plan, urgentAmong } from '../../policy/plan.ts';
import type { Store } from '../../store/store.ts';
import { situations } from '../reading/narrow.ts';
import { stepsToLeaveNext } from './former-home.ts';

export interface Planned {
  /** Each case as soon as it is derived: it is not kept. */
  readonly cases: AsyncIterable<Case>;
  /**
   * Once all cases were looked at, in the order in which `plan` has them; digests in an order
   * of their own. Last what would be closed because cases are kept elsewhere.
   */
  readonly steps: () => readonly Step[];
}

/** What should stand on GitHub, planned some departures at a time. */
export function planned(
  store: Store,
  organization: Organization,
  { server, now, portion }: { readonly server?: string; readonly now: Instant; readonly portion?: number },
): Planned {
  const urgent: Step[] = [];
  const others: Step[] = [];
  const leaving: Step[] = [];
  async function* cases(): AsyncGenerator<Case> {
    for await (const part of situations(store, organization, now, portion === undefined ? {} : { portion })) {
      const isUrgent = urgentAmong(part.cases);
      for (const step of plan({ ...part, ...(server === undefined ? {} : { server }) }, now))
        (isUrgent(step) ? urgent : others).push(step);
      yield* part.cases;
    }
    leaving.push(...(await stepsToLeaveNext(store, organization)));
  }
  return { cases: cases(), steps: () => [...urgent, ...others, ...leaving] };
}
