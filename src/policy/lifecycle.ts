import { type KnownCredential, PLAINTEXT_SECRET } from '../model/credential.ts';
import type { Policy } from '../model/policy.ts';
import { DAY, type Instant, isoDay } from '../model/time.ts';
import type { CredentialFile, NamedFile, OwnedFile } from '../model/violation.ts';
import type { Matches } from './exceptions.ts';
import { firstOf, leastOf } from './first-of.ts';
import { endOf, entriesFor } from './register.ts';
import { count } from './words/markdown.ts';

/** Something that a person has to do about a credential by a day, outside of any departure. */
export interface Due {
  readonly file: OwnedFile;
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
  readonly unowned: readonly NamedFile[];
  /** Who answers for them is not visible. */
  readonly unseen: readonly NamedFile[];
  readonly unused: readonly NamedFile[];
  /** How many more there are; missing where all are told. */
  readonly more?: {
    /** By the days of their reminder, as `within`. */
    readonly due: ReadonlyMap<number, number>;
    readonly unowned: number;
    readonly unseen: number;
    readonly unused: number;
  };
}

/** An issue with all its pages has room for some twenty thousand lines; what is told beside has room for a hundred. */
export const MOST_LISTED = 20_000;
const MOST_BESIDE = 500;

export interface LifecycleRules {
  readonly policy: Policy;
  readonly matches: Matches;
  /** Of what is due no more than this is kept, the soonest. */
  readonly most?: number;
}

/** Some credentials, and what is known about them. */
export interface LifecycleFacts {
  readonly files: Iterable<CredentialFile>;
  readonly ownersOf: (file: NamedFile) => OwnedFile['owners'];
  /** False only where every workflow could be read and none takes it. */
  readonly isUsed: (file: NamedFile) => boolean;
}

export interface LifecycleGathering {
  add(facts: LifecycleFacts): void;
  told(): Lifecycle;
}

/**
 * Everything that is due or will be within the longest reminder, gathered of some
 * credentials after the others. The same on every day between two reminders.
 */
export function gatherLifecycle(
  { policy, matches, most = MOST_LISTED }: LifecycleRules,
  now: Instant,
): LifecycleGathering {
  const beyond = new Map<number, number>();
  const due = leastOf<Due>(
    most,
    (a, b) => a.dueAt - b.dueAt,
    ({ within }) => beyond.set(within, (beyond.get(within) ?? 0) + 1),
  );
  const [unowned, unseen, unused] = [beside(), beside(), beside()];
  return {
    add({ files, ownersOf, isUsed }) {
      for (const file of files) {
        const { kind, goneAt, facts } = file.credential;
        if (kind === PLAINTEXT_SECRET || goneAt !== undefined || facts['expired'] === true) continue;
        const owners = ownersOf(file);
        for (const each of [...ofAge(file, policy), ...ofExpiry(file), ...ofRegister(file, policy, matches)]) {
          const within = stage(each.dueAt, policy, now);
          if (within !== undefined) due.add({ ...each, file: owned(file, owners), within });
        }
        if (owners === undefined) unseen.add(named(file));
        else if (owners.length === 0) unowned.add(named(file));
        if (!isUsed(file) || isIdle(file.credential, now)) unused.add(named(file));
      }
    },
    told() {
      const [soonest, nobodys, hidden, idle] = [due.all(), unowned.all(), unseen.all(), unused.all()];
      const more = { due: beyond, unowned: nobodys.more, unseen: hidden.more, unused: idle.more };
      return {
        due: soonest.first,
        unowned: nobodys.first,
        unseen: hidden.first,
        unused: idle.first,
        ...(soonest.more + nobodys.more + hidden.more + idle.more > 0 ? { more } : {}),
      };
    },
  };
}

function beside() {
  return firstOf<NamedFile>(MOST_BESIDE);
}

/** A file leads to all that was read with it, which must not stay in memory for this. */
export function named({ credential, sightings, title }: NamedFile): NamedFile {
  return title === undefined ? { credential, sightings } : { credential, sightings, title };
}

export function owned(file: NamedFile, owners: OwnedFile['owners']): OwnedFile {
  return { ...named(file), owners };
}

/** Undefined where the policy sets no age. */
export function maxAgeDays({ max_age_days }: Policy, kind: string): number | undefined {
  const days: Readonly<Record<string, number | undefined>> = max_age_days;
  return days[kind] ?? max_age_days.default;
}

type Undated = Omit<Due, 'file' | 'within'>;

function ofAge(file: NamedFile, policy: Policy): Undated[] {
  const days = maxAgeDays(policy, file.credential.kind);
  if (days === undefined) return [];
  const { at, says } = ageOf(file.credential);
  return [{ why: 'age', dueAt: at + days * DAY, says: `${says}; the policy allows ${count(days, 'day')}` }];
}

/** Saved again is not rotated: the store shows no values, so the words say no more than what was seen. */
function ageOf({ createdAt, updatedAt, firstSeenAt }: KnownCredential): { at: Instant; says: string } {
  const saved = updatedAt ?? createdAt;
  if (saved === undefined) return { at: firstSeenAt, says: `seen since ${isoDay(firstSeenAt)}, and older than that` };
  if (createdAt === undefined || saved <= createdAt) return { at: saved, says: `made on ${isoDay(saved)}` };
  return { at: saved, says: `last saved on ${isoDay(saved)}, perhaps with the same value` };
}

function ofExpiry(file: NamedFile): Undated[] {
  const at = file.credential.facts['expiresAt'];
  if (typeof at !== 'number') return [];
  return [{ why: 'expires', dueAt: at, says: `stops working on ${isoDay(at)}, as its issuer says` }];
}

function ofRegister(file: NamedFile, policy: Policy, matches: Matches): Undated[] {
  const [entry] = entriesFor(policy, file.credential, matches);
  if (entry === undefined) return [];
  return [{ why: 'register', dueAt: endOf(entry), says: `registered until ${entry.expires}` }];
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
