import type { ProbotOctokit } from 'probot';
import { takeNewToken } from './octokit.ts';

interface Taken {
  readonly granted: string;
  readonly token: Promise<void>;
}

/**
 * A token has the permissions of the moment at which it was made: gives each installation a new one
 * whenever `granted` is another word than before, and at first. Where GitHub gives none, the first
 * request hears why and knows there what that means, and the next one who opens the door tries again.
 */
export function grantedTokens() {
  const taken = new Map<number, Taken>();
  return async (octokit: ProbotOctokit, installationId: number, granted: string): Promise<void> => {
    const before = taken.get(installationId);
    const here = before?.granted === granted ? before : { granted, token: takeNewToken(octokit) };
    taken.set(installationId, here);
    await here.token.catch(() => {
      if (taken.get(installationId) === here) taken.delete(installationId);
    });
  };
}
