import type { Decision, RequestDecision } from '../../model/decision.ts';
import type { Departure } from '../../model/departure.ts';
import type { Policy } from '../../model/policy.ts';
import type { Attempt } from '../../model/remediation.ts';
import type { Instant } from '../../model/time.ts';
import type { CredentialFile } from '../../model/violation.ts';
import { approvalOf, requestState } from '../decisions.ts';
import { isAbout } from './rights.ts';

/**
 * What an approved request is held against once more, right before it is carried out:
 * minutes or a restart may lie in between.
 */
export interface Approved {
  readonly request: RequestDecision;
  readonly decisions: readonly Decision[];
  readonly attempt: Attempt | undefined;
  readonly policy: Policy;
  readonly departures: readonly Departure[];
  readonly file: CredentialFile | undefined;
  /** The name of what would be done to it today. */
  readonly act: string | undefined;
}

/** Why it must not be done after all; undefined when it may. */
export function whyNot({ request, decisions, attempt, policy, departures, file, act }: Approved, now: Instant) {
  const state = requestState(request, decisions, attempt, now);
  if (state !== 'approved') return `the request is ${state}, not approved`;
  if (!policy.actions.allow.includes(request.remediation)) return 'the policy does not allow this act any more';
  const people = [request.by, approvalOf(request.id, decisions)?.by];
  const left = departures.some(
    (each) => each.state === 'effective' && people.some((person) => person !== undefined && isAbout(each, person)),
  );
  if (left) return 'somebody who asked for it or approved it has left since';
  if (file === undefined) return 'the credential is not known any more';
  const maker = file.attribution().creator?.person?.id;
  const stays = departures.some(
    (each) => maker !== undefined && each.person?.id === maker && isBackSince(each, request.at),
  );
  if (stays) return 'the person who made it stays after all; ask for it again if it must go all the same';
  return act === request.remediation ? undefined : 'it is gone already, or proved, or something else than it was';
}

/** Who had come back before somebody asked is no news to whoever did. */
function isBackSince({ state, notices }: Departure, at: Instant): boolean {
  const isBack = state === 'rehired' || state === 'cancelled';
  return isBack && notices.some(({ says, learnedAt }) => says === 'stays' && learnedAt > at);
}
