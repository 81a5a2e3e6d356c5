import type { Case } from '../../src/model/case.ts';
import type { Decision } from '../../src/model/decision.ts';
import type { Engagement } from '../../src/model/person.ts';
import type { Attempt } from '../../src/model/remediation.ts';
import { type Certificate, certificate } from '../../src/policy/certificate.ts';
import { withLook } from '../../src/policy/certificate-seen.ts';
import { isOwnerless } from '../../src/policy/certificate-title.ts';
import { makeCoverage } from './make-facts.ts';
import { makeSituation, type World } from './make-situation.ts';

export interface CertificateWorld extends World {
  readonly decisions: readonly Decision[];
  readonly attempts: ReadonlyMap<string, Attempt>;
  readonly engagement: Engagement;
  /** What the case holds beside what was made. */
  readonly sets: Partial<Pick<Case, 'owned' | 'exposed' | 'machines'>>;
}

/** The certificate of the only departure of this world. */
export function certificateOf(given: Partial<CertificateWorld> = {}): Certificate {
  const { cases, reading, files } = makeSituation(given);
  const [file] = cases;
  if (file === undefined) throw new Error('nobody leaves in this world');
  const engaged = given.engagement ? { engagement: given.engagement } : {};
  return certificate({
    organization: { id: 1, login: 'acme', installationId: 10, state: 'active' },
    file: { ...file, ...given.sets, departure: { ...file.departure, ...engaged } },
    reading,
    ownerless: files.values().filter(isOwnerless).toArray().length,
    seen: (given.coverage ?? [makeCoverage()]).reduce(withLook, { places: 0 }),
    decisions: given.decisions ?? [],
    attempts: given.attempts ?? new Map(),
  });
}
