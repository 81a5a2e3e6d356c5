import type { Claim } from '../model/attribution.ts';
import type { Case, CaseItem } from '../model/case.ts';
import type { Coverage } from '../model/coverage.ts';
import { STORED_KINDS } from '../model/credential.ts';
import { type Departure, tellingSince } from '../model/departure.ts';
import { MODES, type Mode, type Policy } from '../model/policy.ts';
import { DAY, type Instant, startOfLastDay } from '../model/time.ts';
import type { CredentialFile, Violation } from '../model/violation.ts';
import { endingWith, exceptionsFor, type Matches } from './exceptions.ts';
import { isMissed, type Places, placesIn } from './places.ts';
import { revived } from './watch.ts';
import { sinceThen } from './words/departure.ts';
import { count } from './words/markdown.ts';

/** How a repository is treated: the organisation's word, made stricter where the policy says so for it. */
export interface RepositoryRules {
  readonly mode: Mode;
  readonly graceDays: number;
}

export function rulesFor(policy: Policy, repositoryName: string, matches: Matches): RepositoryRules {
  const all = policy.repositories.filter(({ match }) => matches(repositoryName, match));
  const modes = [policy.mode, ...all.flatMap(({ mode }) => mode ?? [])];
  const graces = [policy.grace_days, ...all.flatMap(({ grace_days }) => grace_days ?? [])];
  const strictest = Math.max(...modes.map((mode) => MODES.indexOf(mode)));
  return { mode: MODES[strictest] ?? policy.mode, graceDays: Math.min(...graces) };
}

/** What was written last, and what was not looked at yet. */
export interface Standing {
  /**
   * By id of the departure whose issue we closed: since when every place had been looked at.
   * What came or came back later opens none again by itself.
   */
  readonly settled: ReadonlyMap<string, Instant>;
  /** GitHub shows a repository that nobody looked into yet. */
  readonly isLooking: boolean;
}

/**
 * Every departure -> its case. One that is early, cancelled or a return has nothing to
 * prove; its issue, should there be one, closes.
 */
export function cases(
  policy: Policy,
  departures: readonly Departure[],
  files: readonly CredentialFile[],
  coverage: readonly Coverage[],
  now: Instant,
  { settled, isLooking }: Standing = { settled: new Map(), isLooking: false },
): readonly Case[] {
  const byPerson = Map.groupBy(files.flatMap(ties), ({ claim }) => claim.person?.id);
  const gaps = coverage.filter(({ gap }) => gap !== undefined && gap.since === undefined);
  const lost = coverage.filter(({ gap }) => gap?.since !== undefined);
  const places = placesIn(coverage);
  return departures.map((departure) => {
    const made = departure.person === undefined ? [] : (byPerson.get(departure.person.id) ?? []);
    const items = made.map((tie) => item(tie, departure, policy, now));
    const early = startOfLastDay(departure.effectiveAt) - policy.notice_days * DAY > now;
    const unseen = lost.filter((look) => isMissed(look, departure));
    const all = unseen.length === 0 ? gaps : [...gaps, ...unseen];
    const answersFor = endingWith(policy, departure, now);
    const isSettled = (settled.get(departure.id) ?? 0) >= tellingSince(departure);
    const looked = isSettled ? undefined : { places, isLooking };
    return {
      departure,
      items,
      gaps: all,
      early,
      openReasons: early ? [] : openReasons(departure, items, looked),
      ...(answersFor.length > 0 ? { answersFor } : {}),
    };
  });
}

/** The credentials of leavers that are still not proved gone, each with the day from which it fails checks. */
export function violations(cases: readonly Case[], graceDays: (file: CredentialFile) => number): readonly Violation[] {
  const all: Violation[] = [];
  for (const { departure, items } of cases) {
    if (departure.state !== 'effective') continue;
    for (const { file, claim, done } of items) {
      if (done) continue;
      const grace = departure.emergency ? 0 : graceDays(file);
      all.push({ file, claim, departure, enforceFrom: departure.effectiveAt + grace * DAY });
    }
  }
  return all;
}

interface Tie {
  readonly file: CredentialFile;
  readonly claim: Claim;
}

/** Who made it or may as well have, and who else knows its present value because they set it last. */
function ties(file: CredentialFile): Tie[] {
  const { creator, rivals, claims } = file.attribution();
  // Mostly everything names one person.
  if (creator !== undefined && claims.length === 1) return [{ file, claim: creator }];
  const makers = creator === undefined ? [] : [creator, ...rivals];
  const setters = claims.filter(
    ({ role, person }) =>
      role === 'setter' && person !== undefined && !makers.some((maker) => maker.person?.id === person.id),
  );
  return [...makers, ...setters].map((claim) => ({ file, claim }));
}

function item({ file, claim }: Tie, departure: Departure, policy: Policy, now: Instant): CaseItem {
  const exceptions = exceptionsFor(policy, file.credential.id, now);
  const notForThem = whyNotFor(departure, file);
  return {
    file,
    claim,
    done: file.proof.state === 'proved' && notForThem === undefined,
    ...(notForThem === undefined ? {} : { notForThem }),
    ...(exceptions.length > 0 ? { exceptions } : {}),
  };
}

/**
 * A value that was stored because one person left is known to whoever leaves after that:
 * what proves it for the first proves nothing for the second.
 */
function whyNotFor({ effectiveAt, person }: Departure, file: CredentialFile): CaseItem['notForThem'] {
  const { kind, createdAt, updatedAt } = file.credential;
  const { state, best } = file.proof;
  if (state !== 'proved' || best?.result !== 'replaced') return undefined;
  // What they said before anybody knew that they leave would free them.
  if (best.attestedBy?.every((id) => id === person?.id)) return 'their own word';
  // Of a registry what was updated may be its address.
  const storedAt = kind === 'private-registry' ? createdAt : updatedAt;
  if (best.grade === 'P0')
    return HOLDS_VALUES.has(kind) && Math.max(best.at, storedAt ?? 0) <= effectiveAt ? 'replaced before' : undefined;
  if (storedAt === undefined) return undefined;
  if (storedAt <= effectiveAt) return 'replaced before';
  const last = lastStored(file);
  return last.by.has(person?.id ?? 0) && last.at >= storedAt - SLACK ? 'replaced by them' : undefined;
}

/**
 * Stores that keep another value under the same name: of anything else the credential is
 * its value, and who says that it is of no use says it for all.
 */
const HOLDS_VALUES = new Set([...STORED_KINDS, 'webhook']);

/** GitHub's log and its stores each have a time of their own for one and the same act. */
const SLACK = 60_000;

/**
 * Who stored it last, and whoever had an agent do it, where GitHub states that: nobody who
 * left replaces a value for their own case.
 */
function lastStored({ attribution }: CredentialFile): { readonly at: Instant; readonly by: ReadonlySet<number> } {
  const stored = attribution().claims.flatMap(({ role, person, evidence }) =>
    role === 'creator' || role === 'setter'
      ? evidence.flatMap(({ strength, at }) => (strength === 'stated' ? [{ by: person?.id, at }] : []))
      : [],
  );
  const last = Math.max(0, ...stored.map(({ at }) => at));
  return { at: last, by: new Set(stored.flatMap(({ by, at }) => (at === last ? (by ?? []) : []))) };
}

/**
 * A case never closes on silence: every item proved, and every place that can be seen
 * looked at since the departure took effect.
 */
function openReasons(
  departure: Departure,
  items: readonly CaseItem[],
  looked: { readonly places: Places; readonly isLooking: boolean } | undefined,
): string[] {
  if (departure.state === 'cancelled' || departure.state === 'rehired') return [];
  const reasons: string[] = [];
  if (departure.state === 'scheduled') reasons.push('the last day has not come');
  if (departure.person === undefined) reasons.push('nobody with this name is known to Handback');
  const unproved = items.filter(({ done }) => !done).length;
  if (unproved > 0) reasons.push(`${unproved} of ${count(items.length, 'credential')} not proved gone`);
  reasons.push(...revived(departure, items));
  if (looked === undefined) return reasons;
  const { places, isLooking } = looked;
  const stale = departure.state === 'effective' ? places.staleSince(tellingSince(departure)) : 0;
  if (places.count === 0) reasons.push('nothing has been looked at yet');
  else if (stale > 0) reasons.push(`${count(stale, 'place')} not looked at ${sinceThen(departure)}`);
  // Alone, or the texts of all open cases would change with every repository that is made.
  if (reasons.length === 0 && isLooking) reasons.push('not every repository was looked at yet');
  return reasons;
}
