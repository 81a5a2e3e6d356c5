import { type KnownCredential, PLAINTEXT_SECRET } from '../model/credential.ts';
import type { Policy } from '../model/policy.ts';
import { GRADES, type Grade, type Observation } from '../model/proof.ts';
import type { ProofStatus } from '../model/violation.ts';

/** What a kind needs before its box ticks, unless the policy says otherwise: the best that its store or issuer can show (docs/proof.md). */
const DEFAULTS: Readonly<Record<string, Grade>> = {
  'deploy-key': 'P3',
  'actions-secret': 'P1',
  'agents-secret': 'P1',
  'codespaces-secret': 'P1',
  'dependabot-secret': 'P1',
  'fine-grained-token': 'P2',
  'fine-grained-token-request': 'P2',
  'private-registry': 'P1',
  'sso-authorization': 'P2',
  [PLAINTEXT_SECRET]: 'P4',
};

export function requiredGrade({ kind }: Pick<KnownCredential, 'kind'>, policy: Policy): Grade {
  return policy.proof[kind] ?? DEFAULTS[kind] ?? 'P3';
}

/**
 * All looks at one credential -> what they prove. The last clear look counts: a key seen alive after it was seen gone is
 * alive. `unknown` looks prove nothing in either direction.
 */
export function proofStatus(
  credential: KnownCredential,
  observations: readonly Observation[],
  policy: Policy,
): ProofStatus {
  const required = requiredGrade(credential, policy);
  const byTime = observations.toSorted((a, b) => a.at - b.at);
  const latest = byTime.at(-1);
  const clear = byTime.findLast(({ result }) => result !== 'unknown');
  const known = { required, ...(latest ? { latest } : {}) };
  if (clear === undefined) return { state: 'unobserved', ...known };
  if (clear.result === 'alive') return { state: 'alive', ...known };
  return { state: reaches(clear.grade, required) ? 'proved' : 'partly', best: clear, ...known };
}

function reaches(grade: Grade | undefined, required: Grade): boolean {
  return grade !== undefined && GRADES.indexOf(grade) >= GRADES.indexOf(required);
}
