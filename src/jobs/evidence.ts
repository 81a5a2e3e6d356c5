import type { EvidenceWorld, Subject } from '../evidence/evidence-kind.ts';
import { evidenceKinds } from '../evidence/index.ts';
import { NotVisible } from '../github/github.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Context } from './context.ts';

/** Asks every kind of evidence that has something to say. One that may not look leaves a gap in the log, not a guess. */
export async function gatherEvidence(
  { log }: Context,
  world: EvidenceWorld,
  subject: Subject,
): Promise<readonly Evidence[]> {
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
