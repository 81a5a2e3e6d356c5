import type { CredentialId } from '../model/credential.ts';
import type { CancelDecision, Decision, RequestDecision } from '../model/decision.ts';
import { identity } from '../model/identity.ts';
import { isClear, type Observation } from '../model/proof.ts';
import type { Attempt } from '../model/remediation.ts';
import type { Instant } from '../model/time.ts';

/** What became of a request to delete or revoke. `tried` is the end of it: a second attempt needs a second request. */
export type RequestState = 'waiting' | 'approved' | 'cancelled' | 'expired' | 'tried';

export function requestState(
  request: RequestDecision,
  decisions: readonly Decision[],
  attempt: Attempt | undefined,
  now: Instant,
): RequestState {
  if (isTried(attempt)) return 'tried';
  if (cancelled(request.id, decisions) !== undefined) return 'cancelled';
  if (approvalOf(request.id, decisions) !== undefined) return 'approved';
  return request.expiresAt <= now ? 'expired' : 'waiting';
}

/** What waits for GitHub's limit was not tried. */
export function isTried(attempt: Attempt | undefined): attempt is Attempt {
  return attempt !== undefined && attempt.waitsUntil === undefined;
}

export function approvalOf(request: string, decisions: readonly Decision[]) {
  return decisions.find((each) => each.decides === 'approval' && each.request === request);
}

export function cancelled(decision: string, decisions: readonly Decision[]): CancelDecision | undefined {
  return decisions.find((each) => each.decides === 'cancel' && each.decision === decision) as
    | CancelDecision
    | undefined;
}

/**
 * The looks at a credential, and what people attest of it. An attestation is the weakest
 * word there is: it adds something where nothing better is known, never takes a proof away,
 * and a later look that sees the credential alive overrules it.
 */
export function withAttestations(
  credential: CredentialId,
  observations: readonly Observation[],
  decisions: readonly Decision[],
): readonly Observation[] {
  if (decisions.length === 0) return observations;
  const clear = observations.toSorted((a, b) => a.at - b.at).findLast(isClear);
  if (clear !== undefined && clear.result !== 'alive') return observations;
  const words = decisions.filter((each) => each.decides === 'rotated').filter((each) => each.credential === credential);
  const standing = words.filter(({ at }) => clear === undefined || at > clear.at);
  const attestedBy = standing.map(({ by }) => by.id);
  const attested = words.map(
    (each): Observation => ({
      id: identity('attested', each.id),
      credential,
      proof: 'attested',
      at: each.at,
      result: 'replaced',
      grade: 'P0',
      asked: { request: each.said, status: 0 },
      attestedBy,
      says: `@${each.by.login} says that the old value is of no use any more (${each.because}); nobody looked`,
    }),
  );
  return [...observations, ...attested];
}

/** Enough of an id to type it, and to be one of a kind. */
export function shortId(id: string): string {
  return id.slice(0, 12);
}
