import type { CredentialId } from '../model/credential.ts';
import type { BreakGlassDecision, Decision, ExceptionDecision, FalsePositiveDecision } from '../model/decision.ts';
import type { Departure } from '../model/departure.ts';
import { type Incident, incidentKey } from '../model/incident.ts';
import type { Policy, StandingException } from '../model/policy.ts';
import { DAY, type Instant, isoDay, lastDay, startOfDay } from '../model/time.ts';
import type { CredentialFile } from '../model/violation.ts';
import { cancelled } from './decisions.ts';
import type { FindLeaving } from './leaving-owner.ts';
import { grown } from './reach.ts';
import { count } from './words/markdown.ts';

/** Does `pattern` name this repository? Given from outside: pattern matching is a library's work. */
export type Matches = (name: string, pattern: string) => boolean;

/** No break-glass lasts longer, whatever becomes of its incident. */
export const BREAK_GLASS_MS = DAY;

/** Anything that holds exceptions: the policy as the file says it, or with what people decided (`withDecided`). */
interface Excepting {
  readonly exceptions: readonly StandingException[];
}

/** The exceptions that have not run out. One with `void` is shown and spares nothing. */
export function exceptionsFor(
  { exceptions }: Excepting,
  credential: CredentialId,
  now: Instant,
): readonly StandingException[] {
  return exceptions.filter((each) => each.credential === credential && now < endOf(each));
}

/** What the person of this departure lets stand, and longer than they are here, and nobody else as well. */
export function endingWith({ exceptions }: Excepting, { id }: Departure, now: Instant): readonly StandingException[] {
  const standing = exceptions.filter((each) => now < endOf(each));
  return standing.filter((each) => each.ownerLeaves?.departure === id && !isTakenOver(each, standing));
}

/** Somebody else, who stays, answers for as much and for longer than its owner does. */
export function isTakenOver(exception: StandingException, others: readonly StandingException[]): boolean {
  return others.some(
    (other) =>
      other.credential === exception.credential &&
      other.void === undefined &&
      other.ownerLeaves === undefined &&
      endOf(other) > holdsUntil(exception) &&
      exception.repositories.every((each) => other.repositories.some((one) => one === '*' || one === each)),
  );
}

export function isExcepted(
  excepting: Excepting,
  credential: CredentialId,
  repositoryName: string,
  matches: Matches,
  now: Instant,
): boolean {
  return exceptionsFor(excepting, credential, now).some((each) => isSparedIn(each, repositoryName, matches));
}

export function isSparedIn(exception: StandingException, name: string, matches: Matches): boolean {
  return exception.void === undefined && isAbout(exception, name, matches);
}

/** One that spared it here, until its owner left. */
export function lapsedIn(exception: StandingException, name: string, matches: Matches): boolean {
  return exception.void !== undefined && exception.ownerLeaves !== undefined && isAbout(exception, name, matches);
}

function isAbout({ repositories }: StandingException, name: string, matches: Matches): boolean {
  return repositories.some((pattern) => matches(name, pattern));
}

function endOf({ until, endsAt }: StandingException): Instant {
  return endsAt ?? startOfDay(until) + DAY;
}

/** When it spares nothing any more, for all that is known: with its owner's departure, should that come first. */
export function holdsUntil(exception: StandingException): Instant {
  return exception.ownerLeaves?.endsAt ?? endOf(exception);
}

/** What the exceptions of people follow from. */
export interface Decided {
  readonly decisions: readonly Decision[];
  readonly incidents: ReadonlyMap<string, Incident>;
  readonly files: ReadonlyMap<string, CredentialFile>;
  readonly ownerLeaving: FindLeaving;
}

/**
 * The policy with every exception that stands or says why it does not: those of the file
 * under its own cap, and those of commands.
 */
export function withDecided(policy: Policy, decided: Decided, now: Instant): Policy & Excepting {
  const cap = policy.exception_max_days * DAY;
  const ofFile = policy.exceptions.map((each): StandingException => {
    if (endOf(each) - DAY <= now + cap)
      return answeredFor(each, decided.ownerLeaving({ login: each.owner }), policy, now);
    const says = `it ends more than ${count(policy.exception_max_days, 'day')} ahead, which the policy does not allow`;
    return { ...each, void: says };
  });
  return { ...policy, exceptions: [...ofFile, ...ofDecisions(policy, decided, now)] };
}

function ofDecisions(policy: Policy, decided: Decided, now: Instant): StandingException[] {
  return decided.decisions.flatMap((each) => {
    if (!isSparing(each) || cancelled(each.id, decided.decisions) !== undefined) return [];
    const why = grown(each.reach, decided.files.get(each.credential));
    const standing = { ...asException(each, policy, decided), decision: each.id };
    const held = why === undefined || standing.void !== undefined ? standing : { ...standing, void: why };
    return [answeredFor(held, decided.ownerLeaving(each.by), policy, now)];
  });
}

/**
 * Nobody keeps a credential alive after leaving, their own least of all. What leavers made has
 * the policy's grace as well, so that no check turns red at once where the policy wants time.
 */
function answeredFor(
  exception: StandingException,
  departure: Departure | undefined,
  policy: Policy,
  now: Instant,
): StandingException {
  if (exception.void !== undefined || departure === undefined) return exception;
  const { id, effectiveAt, emergency } = departure;
  const endsAt = effectiveAt + (emergency ? 0 : shortestGrace(policy)) * DAY;
  if (endsAt >= endOf(exception)) return exception;
  const state = departure.state === 'effective' ? 'effective' : 'scheduled';
  const held = { ...exception, ownerLeaves: { departure: id, state, effectiveAt, endsAt } as const };
  return now < endsAt ? held : { ...held, void: `its owner left on ${lastDay(effectiveAt)}: ${ANSWER}` };
}

const ANSWER = 'it holds again when somebody else answers for it, in the policy file or by a command of their own';

/** Longer than in none of its repositories: what its owner made there would count while it still spared it. */
function shortestGrace({ grace_days, repositories }: Policy): number {
  return Math.min(grace_days, ...repositories.flatMap((each) => each.grace_days ?? []));
}

type Sparing = ExceptionDecision | BreakGlassDecision | FalsePositiveDecision;

export function isSparing(decision: Decision): decision is Sparing {
  return ['exception', 'break-glass', 'false-positive'].includes(decision.decides);
}

function asException(decision: Sparing, policy: Policy, { incidents }: Decided): StandingException {
  const { credential, by, at } = decision;
  const said = { credential, owner: by.login };
  // A cap that was lowered since binds those who decided before it, too.
  const latest = at + policy.exception_max_days * DAY;
  switch (decision.decides) {
    case 'exception': {
      const { repositories, until, because } = decision;
      const endsAt = Math.min(startOfDay(until) + DAY, startOfDay(isoDay(latest)) + DAY);
      return { ...said, repositories: [repositories], until: isoDay(endsAt - DAY), endsAt, reason: because };
    }
    case 'false-positive': {
      const endsAt = Math.min(startOfDay(decision.until) + DAY, startOfDay(isoDay(latest)) + DAY);
      const reason = 'said to be a false alarm';
      return { ...said, repositories: [decision.repository], until: isoDay(endsAt - DAY), endsAt, reason };
    }
    case 'break-glass':
      return { ...said, ...breakGlass(decision, incidents.get(incidentKey(decision.incident))) };
  }
}

function breakGlass({ at, because, incident: name }: BreakGlassDecision, seen: Incident | undefined) {
  const cap = at + BREAK_GLASS_MS;
  const closed = seen?.endedAt !== undefined && seen.endedAt >= at ? seen.endedAt : undefined;
  const endsAt = Math.min(cap, closed ?? cap);
  const unseen = seen?.state === 'open' || closed !== undefined ? {} : { void: 'its incident is not visible as open' };
  const incident = seen?.name ?? `issue ${name.issue}`;
  return { repositories: ['*'], until: isoDay(endsAt), endsAt, reason: because, incident, ...unseen };
}
