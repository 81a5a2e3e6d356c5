import { GitHubFailure, NotVisible } from '../../github/github.ts';
import { RetryLater } from '../../model/job.ts';
import type { RemediationAnswer } from '../../model/remediation.ts';
import type { CredentialFile } from '../../model/violation.ts';
import { NotDone, type Remediation, type RemediationWorld } from '../../remediations/remediation.ts';
import { isNo } from '../asking/visible.ts';

export async function changedSince(remediation: Remediation, world: RemediationWorld, file: CredentialFile) {
  try {
    return await remediation.changed?.(world, file);
  } catch (error) {
    if (error instanceof NotVisible) return `whether it is still the same is ${error.gap.says}`;
    throw error;
  }
}

/**
 * Only GitHub's own "no" means that nothing was changed. A lost answer, a 5xx and an error of
 * ours leave it open. Throws `RetryLater` where GitHub took nothing because its limit is used up.
 */
export async function attemptOnce(
  remediation: Remediation,
  world: RemediationWorld,
  file: CredentialFile,
): Promise<RemediationAnswer> {
  try {
    return { result: 'done', says: await remediation.attempt(world, file) };
  } catch (error) {
    if (error instanceof NotDone) return { result: 'refused', says: error.message };
    if (error instanceof NotVisible) {
      const { needs } = error.gap;
      return { result: 'refused', says: needs ? `Handback needs ${needs}` : 'GitHub refused it (403)' };
    }
    if (error instanceof RetryLater) throw error;
    if (!(error instanceof GitHubFailure)) return { result: 'unknown', says: 'it ended with an error of Handback' };
    if (isNo(error)) return { result: 'refused', says: `GitHub answered ${error.status}` };
    return {
      result: 'unknown',
      says: error.status === 0 ? 'GitHub’s answer was lost' : `GitHub answered ${error.status}`,
    };
  }
}
