import { PLAINTEXT_SECRET } from '../model/credential.ts';
import { repositoryName } from '../model/organization.ts';
import type { Policy } from '../model/policy.ts';
import { DAY, type Instant, isoDay, lastDay, startOfDay } from '../model/time.ts';
import type { RegisterEntry } from '../model/upkeep-settings.ts';
import type { CredentialFile, NamedFile } from '../model/violation.ts';
import type { Matches } from './exceptions.ts';
import type { FindLeaving } from './leaving-owner.ts';
import { maxAgeDays, named } from './lifecycle.ts';
import { endOf, entriesFor } from './register.ts';

/**
 * A credential that came after the day from which the policy wants each to be registered, and is not, or not any more.
 */
export interface Unregistered {
  readonly file: NamedFile;
  readonly why: 'no entry' | 'expired' | 'owner left';
  /** Plain words: "made on 2026-11-01 and not registered". */
  readonly says: string;
  /** The lines that register it. */
  readonly entry: string;
  /** From here on it fails checks in `block` mode. */
  readonly enforceFrom: Instant;
}

export interface BirthFacts {
  readonly policy: Policy;
  readonly files: Iterable<CredentialFile>;
  readonly graceDays: (file: CredentialFile) => number;
  /** Nobody answers for what is registered in the name of somebody who has left. */
  readonly ownerLeaving: FindLeaving;
  readonly matches: Matches;
}

/**
 * What stands in a store of a repository without owner, purpose and end. Values in code are
 * no matter of registering: they must go.
 */
export function unregistered(facts: BirthFacts, now: Instant): readonly Unregistered[] {
  const { birth } = facts.policy;
  if (birth?.strict !== true) return [];
  const since = startOfDay(birth.since);
  return [...facts.files].flatMap((file) => {
    const { kind, goneAt, scope } = file.credential;
    if (kind === PLAINTEXT_SECRET || goneAt !== undefined || scope.repositoryId === undefined) return [];
    return bornOf(file).at < since ? [] : judge(file, facts, now);
  });
}

function judge(file: CredentialFile, { policy, graceDays, ownerLeaving, matches }: BirthFacts, now: Instant) {
  const entries = entriesFor(policy, file.credential, matches);
  const [found] = entries;
  const born = bornOf(file);
  const grace = graceDays(file) * DAY;
  const entry = entryToAdd(file, policy, now);
  const because = (why: Unregistered['why'], says: string, from: Instant): Unregistered[] => [
    { file: named(file), why, says: `${born.did} on ${isoDay(born.at)}; ${says}`, entry, enforceFrom: from + grace },
  ];
  if (found === undefined) return because('no entry', 'the register does not name it', born.at);
  if (endOf(found) <= now) return because('expired', `its entry ended on ${found.expires}`, endOf(found));
  const holding = entries.filter((each) => endOf(each) > now);
  const last = lastToLeave(holding, ownerLeaving);
  if (last === undefined) return [];
  // Nobody else had to answer for it before.
  const from = Math.max(born.at, last.effectiveAt);
  return because('owner left', `its owner ${last.owner} left on ${lastDay(last.effectiveAt)}`, from);
}

/** Undefined while one of those who answer for it is here: whoever answers now may stand below whoever did. */
function lastToLeave(entries: readonly RegisterEntry[], ownerLeaving: FindLeaving) {
  const leavings = entries.map(({ owner }) => ({ owner, departure: ownerLeaving({ login: owner }) }));
  const left = leavings.flatMap(({ owner, departure }) =>
    departure?.state === 'effective' ? [{ owner, effectiveAt: departure.effectiveAt }] : [],
  );
  return left.length < entries.length ? undefined : left.toSorted((a, b) => b.effectiveAt - a.effectiveAt)[0];
}

/** Not every store says when something was made; then the first look that saw it counts. */
function bornOf({ credential: { createdAt, firstSeenAt } }: CredentialFile): { at: Instant; did: string } {
  return createdAt === undefined ? { at: firstSeenAt, did: 'first seen' } : { at: createdAt, did: 'made' };
}

/**
 * Written so that nothing in it can leave the block of code it is shown in. The day does
 * not move with the clock, or the text would change every day.
 */
function entryToAdd(file: CredentialFile, policy: Policy, now: Instant): string {
  const { id, kind, scope } = file.credential;
  const { creator } = file.attribution();
  const end = bornOf(file).at + (maxAgeDays(policy, kind) ?? YEAR) * DAY;
  const owner = creator === undefined || creator.level === 'weak' ? undefined : creator.person?.login;
  return [
    `  - match: ${quoted(id)}`,
    `    repositories: [${quoted(scope.repository === undefined ? '*' : repositoryName(scope.repository))}]`,
    `    owner: ${quoted(owner ?? 'LOGIN')}`,
    '    purpose: "WHAT IT IS FOR"',
    `    expires: ${quoted(end > now ? isoDay(end) : 'YYYY-MM-DD')}`,
  ].join('\n');
}

const YEAR = 365;

function quoted(text: string): string {
  const asEscape = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(text).replaceAll(/[^\x20-\x7e]/g, asEscape);
}
