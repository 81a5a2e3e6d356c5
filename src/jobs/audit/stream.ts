import { jsonRecords } from '../../attribute/audit/json-records.ts';
import { type AuditRecord, BrokenEvents } from '../../model/audit.ts';
import type { Organization } from '../../model/organization.ts';
import type { Context } from '../context.ts';
import { keepAuditFacts, newTally, type OwnedFact, readAudit } from './facts.ts';

/**
 * Keeps what one body of streamed events holds, in one transaction with the jobs that follow: when this
 * returns, the sender may be told so. Events come at least once and in any order; each is one fact.
 */
export async function receiveAuditStream(
  { store, queue, log }: Pick<Context, 'store' | 'queue' | 'log'>,
  pieces: AsyncIterable<Uint8Array>,
): Promise<void> {
  const organizations = (await store.organizations.list()).filter(({ state }) => state !== 'removed');
  const { facts, tally } = await factsIn(pieces, organizations);
  const added = await store.transaction(async (inside) => {
    let many = 0;
    for (const [org, each] of Map.groupBy(facts, (owned) => owned.org)) {
      const kept = each.map(({ fact }) => fact);
      many += (await keepAuditFacts(queue, inside, org, kept)).length;
    }
    return many;
  });
  const { read, foreign, unreadable } = tally;
  log.info({ read, understood: facts.length, added }, 'audit events received');
  if (foreign > 0)
    log.warn({ foreign }, 'audit events of organisations that have not installed Handback were left out');
  for (const { line, why } of unreadable) log.warn({ line, why }, 'an audit event could not be read and was left out');
}

async function factsIn(pieces: AsyncIterable<Uint8Array>, organizations: readonly Organization[]) {
  const reader = jsonRecords();
  const tally = newTally();
  const facts: OwnedFact[] = [];
  const take = (record: AuditRecord) => {
    if ('broken' in record) throw new BrokenEvents(`The body holds ${record.broken}`, record.offset);
    const owned = readAudit(eventOf(record.value), record.line, organizations, tally);
    if (owned !== undefined) facts.push(owned);
  };
  for await (const piece of pieces) for (const record of reader.push(piece)) take(record);
  for (const record of reader.end()) take(record);
  return { facts, tally };
}

/** Splunk's envelope (`time`, `host`, `source`, `event`) or the entry itself: an entry has an action and no event. */
function eventOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('event' in value) || 'action' in value) return value;
  return value.event;
}
