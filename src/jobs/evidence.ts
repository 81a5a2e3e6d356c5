import { evidenceKinds } from '../evidence/index.ts';
import type { EvidenceWorld, Subject } from '../evidence/evidence-kind.ts';
import { NotVisible } from '../github/github.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Person } from '../model/person.ts';
import type { Store } from '../store/store.ts';
import type { Context } from './context.ts';

/** Asks every kind of evidence that has something to say. One that may not look leaves a gap in the log, not a guess. */
export async function gatherEvidence({ log }: Context, world: EvidenceWorld, subject: Subject): Promise<readonly Evidence[]> {
  const gathered: Evidence[] = [];
  for (const kind of evidenceKinds) {
    if (!kind.appliesTo(subject)) continue;
    try {
      gathered.push(...(await kind.gather(world, subject)));
    } catch (error) {
      if (!(error instanceof NotVisible)) throw error;
      log.warn({ evidence: kind.name, gap: error.gap.says }, 'a kind of evidence is not visible');
    }
  }
  return gathered;
}

/** Keeps evidence, and the accounts it names: whoever was once seen with a user id stays known after leaving. */
export async function saveEvidence(store: Store, org: number, evidence: readonly Evidence[]): Promise<void> {
  if (evidence.length === 0) return;
  await store.evidence.add(org, evidence);
  await store.people.save(org, evidence.flatMap(accountOf));
}

function accountOf({ who }: Evidence): Person[] {
  const { id, login, email, name, bot = false } = who;
  if (id === undefined || login === undefined) return [];
  const emails = email === undefined ? [] : [{ address: email, source: 'github' as const }];
  return [{ id, login, bot, emails, ...(name ? { name } : {}) }];
}
