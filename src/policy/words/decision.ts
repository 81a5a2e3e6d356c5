import type { Case, CaseItem } from '../../model/case.ts';
import type { Decision, RequestDecision } from '../../model/decision.ts';
import type { StandingException } from '../../model/policy.ts';
import type { Attempt } from '../../model/remediation.ts';
import { type Instant, isoDay, lastDay } from '../../model/time.ts';
import { approvalOf, requestState, shortId } from '../decisions.ts';
import { code, login, plain } from './markdown.ts';

/** What people decided, and what came of it. */
export interface Deeds {
  readonly decisions: readonly Decision[];
  readonly attempts: ReadonlyMap<string, Attempt>;
}

/** Each case with what was decided in it, in words. */
export function withDeeds(cases: readonly Case[], deeds: Deeds, now: Instant): readonly Case[] {
  if (deeds.decisions.length === 0) return cases;
  const byCredential = Map.groupBy(deeds.decisions, (each) => ('credential' in each ? each.credential : undefined));
  const decidedOn = (item: CaseItem): CaseItem => {
    const made = byCredential.get(item.file.credential.id) ?? [];
    const lines = made.flatMap((each) => sayDecision(each, deeds, now));
    const waits = made.findLast((each) => each.decides === 'request' && isWaiting(each, deeds, now));
    return lines.length === 0
      ? item
      : { ...item, decided: lines, ...(waits === undefined ? {} : { waiting: shortId(waits.id) }) };
  };
  return cases.map((each) => {
    const claim = deeds.decisions.findLast((it) => it.decides === 'claim' && it.case === each.departure.id);
    const items = each.items.map(decidedOn);
    return claim === undefined ? { ...each, items } : { ...each, items, inHandOf: claim.by.login };
  });
}

/** One decision in one line; exceptions have lines of their own, and what was taken back needs none. */
function sayDecision(decision: Decision, deeds: Deeds, now: Instant): string[] {
  switch (decision.decides) {
    case 'owner':
      return [`${login(decision.owner.login)} answers for it, said ${by(decision)}`];
    case 'rotated':
      return [`Attested ${by(decision)}: ${plain(decision.because)}`];
    case 'request':
      return sayRequest(decision, deeds, now);
    case 'claim':
    case 'exception':
    case 'break-glass':
    case 'false-positive':
    case 'approval':
    case 'cancel':
    case 'keep':
    case 'attest':
      return [];
  }
}

function isWaiting(request: RequestDecision, { decisions, attempts }: Deeds, now: Instant): boolean {
  return requestState(request, decisions, attempts.get(request.id), now) === 'waiting';
}

function sayRequest(request: RequestDecision, { decisions, attempts }: Deeds, now: Instant): string[] {
  const attempt = attempts.get(request.id);
  const asked = `Asked to be deleted or revoked ${by(request)}`;
  const approval = approvalOf(request.id, decisions);
  const approved = approval === undefined ? '' : `, approved ${by(approval)}`;
  switch (requestState(request, decisions, attempt, now)) {
    case 'waiting':
      return [
        `${asked}; a second person writes \`/handback approve ${shortId(request.id)}\` until ${minute(request.expiresAt)}`,
      ];
    case 'approved':
      return [`${asked}${approved}; ${attempt === undefined ? 'it will be done now' : sayAttempt(attempt)}`];
    case 'expired':
      return [`${asked}; nobody approved it in time`];
    case 'cancelled':
      return [];
    case 'tried':
      return [`${asked}${approved}; ${sayAttempt(attempt)}`];
  }
}

export function sayAttempt(attempt: Attempt | undefined): string {
  const answer = attempt?.answer;
  if (attempt?.waitsUntil !== undefined)
    return `not done yet: GitHub’s limit is used up, so it will be done by itself after ${minute(attempt.waitsUntil)}`;
  if (answer === undefined || answer.result === 'unknown')
    return `**whether it was done is unknown**: look before anybody tries again${answer ? ` (${plain(answer.says)})` : ''}`;
  const day = isoDay(answer.at);
  return answer.result === 'done'
    ? `done on ${day}: ${plain(answer.says)}`
    : `not done on ${day}: ${plain(answer.says)}`;
}

/** An exception as a case shows it; one that does not hold says why. */
export function sayException(exception: StandingException): string {
  const { repositories, incident } = exception;
  const why = exception.void === undefined ? '' : `**Does not hold**, because ${plain(exception.void)}: `;
  const what =
    incident === undefined ? `Excepted in ${code(repositories.join(', '))}` : `Break-glass for ${code(incident)}`;
  return `${why}${what} until ${sayEnd(exception)} by ${byWhom(exception)}`;
}

/** As a check shows it: without the other repositories that it names, and without a last day that is still to come. */
export function sayExceptionHere(exception: StandingException): string {
  const shown = publicly(exception);
  const why = exception.void === undefined ? '' : `**Does not hold any more**, because ${plain(exception.void)}: `;
  const what = exception.incident === undefined ? 'Excepted here' : 'Break-glass';
  return `${why}${what} until ${sayEndHere(exception)}, by ${byWhom(shown)}`;
}

function byWhom({ owner, reason, decision, ownerLeaves, void: why }: StandingException): string {
  const id = decision === undefined ? '' : ` (${code(shortId(decision))})`;
  const did = ownerLeaves?.state === 'effective' ? 'left' : 'leaves';
  const leaving =
    ownerLeaves === undefined || why !== undefined
      ? ''
      : `, who ${did} on ${lastDay(ownerLeaves.effectiveAt)} (somebody else has to answer for it before it ends)`;
  return `${login(owner)}${leaving}: ${plain(reason)}${id}`;
}

/**
 * Completes "until": the last day, or of a break-glass the minute. One that does not hold
 * any more has the day that was written.
 */
export function sayEnd(exception: StandingException): string {
  const { until, endsAt, incident, ownerLeaves, void: why } = exception;
  const end = ownerLeaves === undefined || why !== undefined ? undefined : ownerLeaves.endsAt;
  if (incident !== undefined && endsAt !== undefined) return minute(end ?? endsAt);
  return end === undefined ? until : lastDay(end);
}

/**
 * The same for those who work in a repository. It may end before: an incident closes, or
 * its owner leaves on a day of which they are not told.
 */
export function sayEndHere(exception: StandingException): string {
  return `${sayEnd(publicly(exception))} at the latest`;
}

/** Who is still to leave is told in cases, and to nobody else. */
function publicly(exception: StandingException): StandingException {
  if (exception.ownerLeaves?.state !== 'scheduled') return exception;
  const { ownerLeaves: _, ...shown } = exception;
  return shown;
}

export function minute(at: Instant): string {
  return `${new Date(at).toISOString().slice(0, 16)}Z`;
}

function by({ by: { login: name }, at }: Decision): string {
  return `by ${login(name)} on ${isoDay(at)}`;
}
