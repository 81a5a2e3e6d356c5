import type { Decision, RequestDecision } from '../../model/decision.ts';
import { unreachable } from '../../model/never.ts';
import { cancelled, requestState } from '../decisions.ts';
import { isSparing } from '../exceptions.ts';
import { code } from '../words/markdown.ts';
import { type Desk, fileHere, type Ruling } from './desk.ts';
import { forbids } from './rights.ts';
import { done, refused, type Shared } from './shared.ts';

/** The second person's word, without which nothing is deleted or revoked. */
export function judgeApprove(desk: Desk, id: string, shared: Shared): Ruling {
  const request = theOne(desk, id, (each) => each.decides === 'request');
  const file = request?.decides === 'request' ? fileHere(desk, request.credential) : undefined;
  const why = forbids(desk, 'approves', file);
  if (why !== undefined) return refused(why);
  if (request?.decides !== 'request' || file === undefined) return refused(`there is no request ${code(id)} here`);
  if (request.by.id === desk.speaker.id) return refused('you asked for it yourself, so somebody else must approve it');
  const over = whyOver(desk, request);
  if (over !== undefined) return refused(over);
  if (!desk.policy.actions.allow.includes(request.remediation))
    return refused('the policy does not allow this act any more');
  return done({ ...shared, decides: 'approval', request: request.id, comment: desk.comment });
}

function whyOver(desk: Desk, request: RequestDecision): string | undefined {
  const state = requestState(request, desk.decisions, desk.attempts.get(request.id), desk.now);
  switch (state) {
    case 'waiting':
      return undefined;
    case 'approved':
      return 'it is approved already';
    case 'cancelled':
      return 'it was taken back';
    case 'expired':
      return 'nobody approved it in time; ask for it again';
    case 'tried':
      return 'it was carried out or tried already; look at the credential before anybody asks again';
    default:
      return unreachable(state);
  }
}

/**
 * Ending what spares a credential, or keeping one alive that was to be deleted: both leave
 * the danger visible, so every decider may.
 */
export function judgeCancel(desk: Desk, id: string, shared: Shared): Ruling {
  const decision = theOne(desk, id, (each) => each.decides === 'request' || isSparing(each));
  const file = decision && 'credential' in decision ? fileHere(desk, decision.credential) : undefined;
  const why = forbids(desk, 'records', file);
  if (why !== undefined) return refused(why);
  if (decision === undefined) return refused(`there is no request and no exception ${code(id)} here`);
  if (cancelled(decision.id, desk.decisions) !== undefined) return refused('it was cancelled already');
  if (decision.decides === 'request') {
    const state = requestState(decision, desk.decisions, desk.attempts.get(decision.id), desk.now);
    if (state === 'tried') return refused('it was carried out or tried already');
  }
  return done({ ...shared, decides: 'cancel', decision: decision.id });
}

/** A short id must name exactly one thing that belongs here. */
function theOne(desk: Desk, id: string, wanted: (each: Decision) => boolean): Decision | undefined {
  const fits = desk.decisions.filter(
    (each) =>
      wanted(each) && each.id.startsWith(id) && 'credential' in each && fileHere(desk, each.credential) !== undefined,
  );
  return fits.length === 1 ? fits[0] : undefined;
}
