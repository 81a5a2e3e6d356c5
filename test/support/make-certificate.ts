import type { Decision } from '../../src/model/decision.ts';
import type { Engagement } from '../../src/model/person.ts';
import type { Attempt } from '../../src/model/remediation.ts';
import { type Certificate, certificate } from '../../src/policy/certificate.ts';
import { makeCoverage } from './make-facts.ts';
import { makeSituation, type World } from './make-situation.ts';

export interface CertificateWorld extends World {
  readonly decisions: readonly Decision[];
  readonly attempts: ReadonlyMap<string, Attempt>;
  readonly engagement: Engagement;
}

/** The certificate of the only departure of this world. */
export function certificateOf(given: Partial<CertificateWorld> = {}): Certificate {
  const { cases, reading, files } = makeSituation(given);
  const [file] = cases;
  if (file === undefined) throw new Error('nobody leaves in this world');
  return certificate({
    organization: { id: 1, login: 'acme', installationId: 10, state: 'active' },
    file: given.engagement ? { ...file, departure: { ...file.departure, engagement: given.engagement } } : file,
    ...{ reading, files: files.values() },
    coverage: given.coverage ?? [makeCoverage()],
    decisions: given.decisions ?? [],
    attempts: given.attempts ?? new Map(),
  });
}
