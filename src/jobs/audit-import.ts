import { type AuditKnown, fromAudit } from '../attribute/audit/evidence.ts';
import type { AuditFact } from '../model/audit.ts';
import type { Organization } from '../model/organization.ts';
import type { Store } from '../store/store.ts';
import { type AuditTally, keepAuditFacts, newTally, readAudit, tellUnreadable } from './audit-facts.ts';
import { auditFileRecords, damageOf } from './audit-file.ts';
import type { Context } from './context.ts';

export interface Imported extends Readonly<AuditTally> {
  readonly understood: number;
  readonly added: number;
  /** Understood, about credentials, and none that the ledger knows is meant. */
  readonly unknown: number;
  /** Set when the file itself ends in the middle. */
  readonly damage?: string;
}

/** What the log's facts are held against. */
async function auditKnown(store: Store, org: number) {
  const [credentials, repositories, sightings] = await Promise.all([
    store.credentials.list(org),
    store.repositories.list(org),
    store.sightings.list(org),
  ]);
  return { credentials, repositories, sightings };
}

/** Facts a transaction. */
const BATCH = 1_000;

/** Reads an exported audit log piece by piece, however large. Importing it again, or one that overlaps, adds nothing twice. */
export async function importAuditLog(
  { store, queue }: Pick<Context, 'store' | 'queue'>,
  organization: Organization,
  source: AsyncIterable<Uint8Array>,
  progress: (done: number) => void,
): Promise<Imported> {
  const tally = newTally();
  const known = await auditKnown(store, organization.id);
  const counts = { understood: 0, added: 0, unknown: 0 };
  const keep = async (facts: readonly AuditFact[]) => {
    const added = await store.transaction((inside) => keepAuditFacts(queue, inside, organization.id, facts));
    counts.understood += facts.length;
    counts.added += added.length;
    counts.unknown += aboutUnknown(facts, known);
  };
  let batch: AuditFact[] = [];
  let damage: string | undefined;
  try {
    for await (const record of auditFileRecords(source, progress)) {
      if ('broken' in record) tellUnreadable(tally, record.line, record.broken);
      const owned = 'broken' in record ? undefined : readAudit(record.value, record.line, [organization], tally);
      if (owned !== undefined) batch.push(owned.fact);
      if (batch.length < BATCH) continue;
      await keep(batch);
      batch = [];
    }
  } catch (error) {
    damage = damageOf(error);
    if (damage === undefined) throw error;
  }
  await keep(batch);
  return { ...tally, ...counts, ...(damage ? { damage } : {}) };
}

/** Whether it names any action that an audit log could hold. */
export function isAuditLog({ understood, other, foreign }: Imported): boolean {
  return understood + other + foreign > 0;
}

function aboutUnknown(facts: readonly AuditFact[], known: AuditKnown): number {
  const findings = fromAudit(facts, known);
  return findings.filter(({ fact, evidence }) => fact.about !== 'membership' && evidence.length === 0).length;
}
