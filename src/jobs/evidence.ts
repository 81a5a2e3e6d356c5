import type { EvidenceWorld, Subject } from '../evidence/evidence-kind.ts';
import { evidenceKinds } from '../evidence/index.ts';
import { NotVisible } from '../github/github.ts';
import type { Evidence } from '../model/evidence.ts';
import { repositoryScope } from '../sources/source.ts';
import type { Context } from './context.ts';

/** Asks every kind of evidence that has something to say. One that may not look leaves a gap, not a guess. */
export async function gatherEvidence(
  { log, store, now }: Context,
  org: number,
  world: EvidenceWorld,
  subject: Subject,
): Promise<readonly Evidence[]> {
  const gathered: Evidence[] = [];
  for (const kind of evidenceKinds) {
    if (!kind.appliesTo(subject)) continue;
    const source = `evidence: ${kind.name}`;
    const scope = repositoryScope(world.repository);
    try {
      gathered.push(...(await kind.gather(world, subject)));
      await store.coverage.forget(org, source, scope);
    } catch (error) {
      if (!(error instanceof NotVisible)) throw error;
      log.warn({ evidence: kind.name, gap: error.gap.says }, 'a kind of evidence is not visible');
      await store.coverage.save(org, [{ source, scope, lookedAt: now(), gap: error.gap }]);
    }
  }
  return gathered;
}
