import type { AuditFact } from '../../model/audit.ts';
import type { Organization } from '../../model/organization.ts';
import type { Context } from '../context.ts';
import { type AuditTally, keepAuditFacts, newTally, readAudit, tellUnreadable } from './facts.ts';
import { auditFileRecords, damageOf } from './file.ts';
import { countUnknown } from './matches.ts';

export interface Imported extends Readonly<AuditTally> {
  readonly understood: number;
  readonly added: number;
  /** Understood, about credentials, and none that the ledger knows is meant. */
  readonly unknown: number;
  /** Set when the file itself ends in the middle. */
  readonly damage?: string;
}

/** Facts a transaction. */
const BATCH = 1_000;

/** Facts that are held against the ledger together: each look goes through all places that they name. */
const COUNTED = 50_000;

/**
 * Reads an exported audit log piece by piece, however large. Importing it again, or one
 * that overlaps, adds nothing twice: cut off, it is begun again.
 */
export async function importAuditLog(
  { store, queue }: Pick<Context, 'store' | 'queue'>,
  organization: Organization,
  source: AsyncIterable<Uint8Array>,
  progress: (done: number) => void,
): Promise<Imported> {
  const tally = newTally();
  const counts = { understood: 0, added: 0, unknown: 0 };
  let uncounted: AuditFact[] = [];
  const count = async () => {
    counts.unknown += await countUnknown(store, organization.id, uncounted);
    uncounted = [];
  };
  const keep = async (facts: readonly AuditFact[]) => {
    const added = await store.transaction((inside) => keepAuditFacts(queue, inside, organization.id, facts));
    counts.understood += facts.length;
    counts.added += added.length;
    uncounted.push(...facts);
    if (uncounted.length >= COUNTED) await count();
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
  await count();
  return { ...tally, ...counts, ...(damage ? { damage } : {}) };
}

/** Whether it names any action that an audit log could hold. */
export function isAuditLog({ understood, other, foreign }: Imported): boolean {
  return understood + other + foreign > 0;
}
