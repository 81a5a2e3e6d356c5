import { type KnownCredential, PLAINTEXT_SECRET } from '../model/credential.ts';
import type { Policy } from '../model/policy.ts';
import { DAY, type Instant, isoDay } from '../model/time.ts';
import type { CredentialFile } from '../model/violation.ts';
import type { Matches } from './exceptions.ts';
import { endOf, entryFor } from './register.ts';

/** Something that a person has to do about a credential by a day, outside of any departure. */
export interface Due {
  readonly file: CredentialFile;
  readonly why: 'age' | 'expires' | 'register';
  readonly dueAt: Instant;
  /** Plain words: which date is meant, and what it does not say. */
  readonly says: string;
  /** Days of the nearest reminder that has come; 0 when the day itself has. */
  readonly within: number;
}

export interface Lifecycle {
  /** The soonest first. */
  readonly due: readonly Due[];
  /** Nobody answers for them; told beside what is due, and no reason for an issue alone. */
  readonly unowned: readonly CredentialFile[];
  /** Who answers for them is not visible. */
  readonly unseen: readonly CredentialFile[];
  readonly unused: readonly CredentialFile[];
}

/** None: nobody answers for it. Undefined: it is not visible who does. */
export type OwnersOf = (file: CredentialFile) => readonly string[] | undefined;

export interface LifecycleFacts {
  readonly policy: Policy;
  readonly files: Iterable<CredentialFile>;
  readonly ownersOf: OwnersOf;
  /** False only where every workflow could be read and none takes it. */
  readonly isUsed: (file: CredentialFile) => boolean;
  readonly matches: Matches;
}

/** Everything that is due or will be within the longest reminder. The same on every day between two reminders. */
export function lifecycle({ policy, files, ownersOf, isUsed, matches }: LifecycleFacts, now: Instant): Lifecycle {
  const living = [...files].filter(
    ({ credential: { kind, goneAt, facts } }) =>
      kind !== PLAINTEXT_SECRET && goneAt === undefined && facts['expired'] !== true,
  );
  const due = living
    .flatMap((file) => [...ofAge(file, policy), ...ofExpiry(file), ...ofRegister(file, policy, matches)])
    .flatMap((each) => {
      const within = stage(each.dueAt, policy, now);
      return within === undefined ? [] : [{ ...each, within }];
    })
    .toSorted((a, b) => a.dueAt - b.dueAt);
  return {
    due,
    unowned: living.filter((file) => ownersOf(file)?.length === 0),
    unseen: living.filter((file) => ownersOf(file) === undefined),
    unused: living.filter((file) => !isUsed(file) || isIdle(file.credential, now)),
  };
}

/** Undefined where the policy sets no age. */
export function maxAgeDays({ max_age_days }: Policy, kind: string): number | undefined {
  return max_age_days[kind] ?? max_age_days['default'];
}

type Undated = Omit<Due, 'within'>;

function ofAge(file: CredentialFile, policy: Policy): Undated[] {
  const days = maxAgeDays(policy, file.credential.kind);
  if (days === undefined) return [];
  const { at, says } = ageOf(file.credential);
  return [{ file, why: 'age', dueAt: at + days * DAY, says: `${says}; the policy allows ${days} days` }];
}

/** Saved again is not rotated: the store shows no values, so the words say no more than what was seen. */
function ageOf({ createdAt, updatedAt, firstSeenAt }: KnownCredential): { at: Instant; says: string } {
  const saved = updatedAt ?? createdAt;
  if (saved === undefined) return { at: firstSeenAt, says: `seen since ${isoDay(firstSeenAt)}, and older than that` };
  if (createdAt === undefined || saved <= createdAt) return { at: saved, says: `made on ${isoDay(saved)}` };
  return { at: saved, says: `last saved on ${isoDay(saved)}, perhaps with the same value` };
}

function ofExpiry(file: CredentialFile): Undated[] {
  const at = file.credential.facts['expiresAt'];
  if (typeof at !== 'number') return [];
  return [{ file, why: 'expires', dueAt: at, says: `stops working on ${isoDay(at)}, as its issuer says` }];
}

function ofRegister(file: CredentialFile, policy: Policy, matches: Matches): Undated[] {
  const entry = entryFor(policy, file.credential, matches);
  if (entry === undefined) return [];
  return [{ file, why: 'register', dueAt: endOf(entry), says: `registered until ${entry.expires}` }];
}

function stage(dueAt: Instant, { remind_days }: Policy, now: Instant): number | undefined {
  if (dueAt <= now) return 0;
  return remind_days.toSorted((a, b) => a - b).find((days) => dueAt - days * DAY <= now);
}

/** Stores that say when something was used last. Of anything else nothing is said. */
const TELLS_USE = ['deploy-key', 'fine-grained-token', 'sso-authorization'];
const UNUSED_DAYS = 90;

function isIdle({ kind, createdAt, lastUsedAt }: KnownCredential, now: Instant): boolean {
  const last = lastUsedAt ?? createdAt;
  return TELLS_USE.includes(kind) && last !== undefined && last + UNUSED_DAYS * DAY <= now;
}
