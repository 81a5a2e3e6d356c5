import { type KnownCredential, PLAINTEXT_SECRET } from '../model/credential.ts';
import { LIVES_AT_MOST } from '../model/lifetimes.ts';
import type { Policy } from '../model/policy.ts';
import { GRADES, type Grade, isClear, type Observation } from '../model/proof.ts';
import { DAY, type Instant, MINUTE } from '../model/time.ts';
import type { ProofStatus, Reanimation } from '../model/violation.ts';
import { whenAgain } from './rests.ts';

/** Days after the proof on which it is looked for again: what comes back mostly comes back soon. */
const RECHECK_DAYS = [1, 7, 30];

/**
 * What its issuer refuses may be let in again, and nothing else tells of it: after the last
 * of these days it is asked again so often.
 */
const SLOWLY = 90 * DAY;

/**
 * What a kind needs before its box ticks, unless the policy says otherwise: the best that
 * its store or issuer can show (docs/proof.md).
 */
const DEFAULTS: Readonly<Record<string, Grade>> = {
  'deploy-key': 'P3',
  'actions-secret': 'P1',
  'agents-secret': 'P1',
  'codespaces-secret': 'P1',
  'dependabot-secret': 'P1',
  'fine-grained-token': 'P2',
  'fine-grained-token-request': 'P2',
  'private-registry': 'P1',
  'sso-authorization': 'P2',
  [PLAINTEXT_SECRET]: 'P4',
};

/**
 * What carries its own last day, which everybody checks who takes it, or has one by its
 * kind: when that has passed, no issuer needs to be asked.
 */
const ENDS_BY_ITSELF = new Set(['generic-jwt', ...LIVES_AT_MOST.keys()]);

export function requiredGrade({ kind, plaintext }: Pick<KnownCredential, 'kind' | 'plaintext'>, policy: Policy): Grade {
  const byDefault = ENDS_BY_ITSELF.has(plaintext?.rule ?? '') ? 'P3' : DEFAULTS[kind];
  const asked: Readonly<Record<string, Grade | undefined>> = policy.proof;
  return asked[kind] ?? byDefault ?? 'P3';
}

/**
 * All looks at one credential -> what they prove. The last clear look counts: a key seen
 * alive after it was seen gone is alive. `unknown` looks prove nothing in either direction.
 */
export function proofStatus(
  credential: KnownCredential,
  observations: readonly Observation[],
  policy: Policy,
): ProofStatus {
  const required = requiredGrade(credential, policy);
  if (observations.length === 0) return { state: 'unobserved', required };
  const byTime = observations.length < 2 ? observations : observations.toSorted((a, b) => a.at - b.at);
  const latest = byTime.at(-1);
  const looks = byTime.filter(isClear);
  const clear = looks.at(-1);
  const known = { required, ...(latest ? { latest } : {}) };
  if (clear === undefined) return { state: 'unobserved', ...known };
  if (clear.result === 'alive') return { state: 'alive', ...known, ...cameBack(looks) };
  const firstDoubt = looks.findLastIndex((look) => look.result === 'alive' || !reaches(look.grade, required));
  const provedAt = looks[firstDoubt + 1]?.at;
  if (provedAt === undefined) return { state: 'partly', best: clear, ...known };
  return { state: 'proved', best: clear, ...known, provedAt, ...recheck(provedAt, clear, latest) };
}

/** The clocks of two workers differ by less. */
const SLACK = 10 * MINUTE;

/**
 * Without what claims to be of a later moment than now: a clock was ahead when that was written
 * down, and it would win over every look until then. Nothing is proved by it; the next look tells.
 */
export function soFar<T extends { readonly at: Instant }>(all: readonly T[], now: Instant): readonly T[] {
  return all.some(({ at }) => at > now + SLACK) ? all.filter(({ at }) => at <= now + SLACK) : all;
}

/**
 * Whether a look is worth its requests: always until there is proof, and then on the days of the
 * re-checks. `force`: somebody asks, so a look that told nothing is repeated without its rest.
 */
export function isDue({ state, recheckAt, rests }: ProofStatus, now: Instant, force = false): boolean {
  return state !== 'proved' || (force && rests === true) || (recheckAt !== undefined && recheckAt <= now);
}

/** A re-check, and a look that answers for a sign of life, is written down even if it sees the same as the last one. */
export function mustTell({ latest, recheckAt, back }: ProofStatus, now: Instant): boolean {
  if (back !== undefined) return latest === undefined || latest.at < back.since;
  return recheckAt !== undefined && recheckAt <= now;
}

/** The first of the days that no clear look has reached. One look serves all days that were missed. */
function recheck(provedAt: Instant, clear: Observation, latest = clear): Pick<ProofStatus, 'recheckAt' | 'rests'> {
  const next = RECHECK_DAYS.map((days) => provedAt + days * DAY).find((at) => at > clear.at);
  if (next === undefined && clear.grade !== 'P4') return {};
  return dueFrom(next ?? clear.at + SLOWLY, latest);
}

/** When a look that is due from then on is worth its requests, after those that told nothing. */
export function dueFrom(due: Instant, latest: Observation | undefined): Pick<ProofStatus, 'recheckAt' | 'rests'> {
  if (latest === undefined || latest.at < due || isClear(latest)) return { recheckAt: due };
  return { recheckAt: whenAgain(due, latest.at, 7 * DAY), rests: true };
}

function cameBack(looks: readonly Observation[]): { back?: Reanimation } {
  const lastGone = looks.findLastIndex(({ result }) => result === 'gone');
  const gone = looks[lastGone];
  const first = looks.slice(lastGone + 1).find(({ result }) => result === 'alive');
  return gone && first ? { back: { goneAt: gone.at, since: first.at, says: first.says } } : {};
}

function reaches(grade: Grade | undefined, required: Grade): boolean {
  return grade !== undefined && GRADES.indexOf(grade) >= GRADES.indexOf(required);
}
