import type { Case, CaseItem } from '../model/case.ts';
import { type KnownCredential, PLAINTEXT_SECRET, STORED_KINDS } from '../model/credential.ts';
import type { Repository } from '../model/organization.ts';
import type { Policy } from '../model/policy.ts';
import { PRIORITIES, type Priority, type Urgency } from '../model/priority.ts';
import { isPresent } from '../model/sighting.ts';
import { DAY, type Instant } from '../model/time.ts';

type Repositories = ReadonlyMap<number, Repository>;

/**
 * Each case with what is urgent in it, worst first, and until when. Moves with facts alone,
 * but for `overdue`, which turns once.
 */
export function withPriorities(
  cases: readonly Case[],
  { sla_days }: Policy,
  repositories: Repositories,
  now: Instant,
): readonly Case[] {
  return cases.map((file) => {
    const { departure, incidents = [], residual } = file;
    if (departure.state === 'cancelled' || departure.state === 'rehired') return file;
    const used = new Set(incidents.flatMap((each) => (each.is === 'used' ? [each.file.credential.id] : [])));
    const ranked = file.items
      .map((item): CaseItem => {
        if (item.done) return item;
        const isUsed = used.has(item.file.credential.id);
        return {
          ...item,
          priority: priorityOf(item, repositories, { isUsed, emergency: departure.emergency === true }),
        };
      })
      .toSorted((a, b) => (b.priority?.score ?? 0) - (a.priority?.score ?? 0));
    const person: Priority | undefined =
      departure.state === 'effective' && residual?.state === 'in'
        ? { word: departure.emergency ? 'critical' : 'high', score: HIGH, reasons: ['the person still has access'] }
        : undefined;
    const all = [...ranked.flatMap(({ priority }) => priority ?? []), ...(person ? [person] : [])];
    const urgency = file.early ? undefined : urgencyOf(all, departure.effectiveAt, sla_days, now);
    return { ...file, items: ranked, ...(urgency ? { urgency } : {}) };
  });
}

/**
 * From here up. A deploy key that writes and is seen alive is high; a live value that everybody can read is critical.
 */
const [CRITICAL, HIGH, MEDIUM] = [12, 6, 3];

interface Circumstances {
  readonly isUsed: boolean;
  readonly emergency: boolean;
}

/** exposure × live × durable × powerful × spread. */
function priorityOf(
  { file, uses }: CaseItem,
  repositories: Repositories,
  { isUsed, emergency }: Circumstances,
): Priority {
  const { credential, proof } = file;
  const places = placesOf(file);
  const isClear = credential.kind === PLAINTEXT_SECRET;
  const isPublic = isClear && places.some((id) => repositories.get(id)?.private === false);
  const using = uses === undefined || uses.dependents.length === 0 ? 0 : repositoriesOf(uses.dependents);
  const spread = Math.max(places.length, using);
  const reasons: string[] = [];
  let score = 1;
  const count = (weight: number, reason: string) => {
    score *= weight;
    reasons.push(reason);
  };
  if (isClear) count(isPublic ? 4 : 2, isPublic ? 'in clear in a public repository' : 'in clear');
  if (proof.state === 'alive') count(2, STORED_KINDS.has(credential.kind) ? 'not replaced' : 'seen alive');
  if (proof.state === 'unobserved') count(1.5, 'not seen dead');
  if (isDurable(credential)) count(2, 'no known end');
  if (isPowerful(credential)) count(2, 'powerful');
  if (spread > 1) count(spread > 10 ? 2 : 1.5, `in ${spread} repositories`);
  if (isUsed) count(2, 'used since the departure');
  if (emergency) count(2, 'emergency');
  return { word: wordOf(score), score, reasons };
}

/** Ids of the repositories in which it stands. */
function placesOf({ credential: { scope }, sightings }: CaseItem['file']): readonly number[] {
  const own = scope.repositoryId === undefined ? [] : [scope.repositoryId];
  if (sightings.length === 0) return own;
  const seen = sightings.flatMap((each) => (isPresent(each) ? (each.scope.repositoryId ?? []) : []));
  return [...new Set([...own, ...seen])];
}

function repositoriesOf(dependents: readonly { readonly repositoryId: number }[]): number {
  return new Set(dependents.map(({ repositoryId }) => repositoryId)).size;
}

function wordOf(score: number): Priority['word'] {
  return score >= CRITICAL ? 'critical' : score >= HIGH ? 'high' : score >= MEDIUM ? 'medium' : 'low';
}

/** No end is known of it. */
export function isDurable({ facts, kind }: KnownCredential): boolean {
  if (facts['expired'] === true || facts['ephemeral'] === true) return false;
  return facts['expiresAt'] === undefined && kind !== 'fine-grained-token-request';
}

/** Writes, administers, belongs to the whole organisation or opens production. */
export function isPowerful({ kind, scope, facts }: KnownCredential): boolean {
  if (kind === 'deploy-key') return facts['readOnly'] !== true;
  if (/prod|live/i.test(scope.environment ?? '')) return true;
  if (typeof facts['powers'] === 'string') return /write|admin/.test(facts['powers']);
  return scope.repositoryId === undefined;
}

/** The worst counts, and the earliest day. */
function urgencyOf(
  all: readonly Priority[],
  effectiveAt: Instant,
  days: Policy['sla_days'],
  now: Instant,
): Urgency | undefined {
  const word = PRIORITIES.find((each) => all.some((priority) => priority.word === each));
  if (word === undefined) return undefined;
  const dueAt = Math.min(...all.map((each) => dueOf(effectiveAt, days[each.word])));
  // The whole day counts, whatever the hour of the departure.
  const overdue = now >= (Math.floor(dueAt / DAY) + 1) * DAY;
  return { word, reasons: all.find((each) => each.word === word)?.reasons ?? [], dueAt, overdue };
}

/** So many days after the last day. */
export function dueOf(end: Instant, days: number): Instant {
  return end - 1 + days * DAY;
}
