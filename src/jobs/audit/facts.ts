import { readEntry } from '../../attribute/audit/read-entry.ts';
import { type AuditFact, type AuditOwner, type Deletion, deletionKey } from '../../model/audit.ts';
import type { NewJob } from '../../model/job.ts';
import type { Organization } from '../../model/organization.ts';
import { partsOf } from '../../model/parts.ts';
import type { Queue } from '../../queue/queue.ts';
import type { Store } from '../../store/store.ts';
import { auditDepartures, auditEvidence, enforce, prove } from '../requests.ts';

/** Membership facts a job: each of them may cost requests. */
const A_JOB = 100;

/** Keeps facts, and in the same transaction asks for what follows from those that are new. Returns these. */
export async function keepAuditFacts(
  queue: Queue,
  inside: Store,
  org: number,
  facts: readonly AuditFact[],
): Promise<readonly AuditFact[]> {
  const added = await inside.audit.add(org, facts);
  const deleted = await keepDeletions(inside, org, added);
  await queue.add([...jobsFor(org, added), ...(deleted ? [prove(org), enforce(org)] : [])], inside.tx);
  return added;
}

/** By the repository's id alone: under a name of that day another one may have been meant. */
async function keepDeletions(inside: Store, org: number, added: readonly AuditFact[]): Promise<boolean> {
  const latest = new Map<string, Deletion>();
  for (const fact of added) {
    if (fact.about !== 'deletion' || fact.repository.id === undefined) continue;
    const { at, action, documentId, environment } = fact;
    const key = deletionKey({ repositoryId: fact.repository.id, ...(environment ? { environment } : {}) });
    const before = latest.get(key) ?? (await inside.records.read(org, 'deletions', key));
    if (before === undefined || before.at < at) latest.set(key, { at, action, ...(documentId ? { documentId } : {}) });
  }
  if (latest.size > 0) await inside.records.save(org, 'deletions', latest);
  return latest.size > 0;
}

function jobsFor(org: number, added: readonly AuditFact[]): readonly NewJob[] {
  const people = added.filter(({ about }) => about === 'membership').map(({ id }) => id);
  const jobs = partsOf(people, A_JOB).map((some) => auditDepartures(org, some));
  // Also of who came and left: it says which logins people had.
  return added.length > 0 ? [...jobs, auditEvidence(org)] : jobs;
}

/** What came of reading a series of entries, for whoever sent them. */
export interface AuditTally {
  read: number;
  other: number;
  /** Entries of organisations that have not installed Handback (or were not meant). */
  foreign: number;
  readonly unreadable: { readonly line: number; readonly why: string }[];
  unreadableMore: number;
}

export function newTally(): AuditTally {
  return { read: 0, other: 0, foreign: 0, unreadable: [], unreadableMore: 0 };
}

const SHOWN = 20;

export interface OwnedFact {
  readonly org: number;
  readonly fact: AuditFact;
}

/** Reads one value and counts it; returns a fact that belongs to one of the organisations. */
export function readAudit(
  value: unknown,
  line: number,
  organizations: readonly Organization[],
  tally: AuditTally,
): OwnedFact | undefined {
  tally.read += 1;
  const reading = readEntry(value);
  if (reading.is === 'unreadable') {
    tellUnreadable(tally, line, reading.why);
    return undefined;
  }
  if (reading.is === 'other') {
    tally.other += 1;
    return undefined;
  }
  const owner = organizations.find((organization) => owns(organization, reading.owner));
  if (owner === undefined) {
    tally.foreign += 1;
    return undefined;
  }
  return { org: owner.id, fact: reading.fact };
}

export function tellUnreadable(tally: AuditTally, line: number, why: string): void {
  if (tally.unreadable.length < SHOWN) tally.unreadable.push({ line, why });
  else tally.unreadableMore += 1;
}

function owns({ id, login }: Organization, owner: AuditOwner): boolean {
  return owner.id === undefined ? owner.login?.toLowerCase() === login.toLowerCase() : owner.id === id;
}
