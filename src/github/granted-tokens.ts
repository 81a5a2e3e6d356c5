import type { ProbotOctokit } from 'probot';
import { GitHubFailure, NotVisible } from './github.ts';
import { takeNewToken } from './octokit.ts';

interface Taken {
  readonly granted: string;
  readonly token: Promise<void>;
}

/**
 * A token has the permissions of the moment at which it was made: gives each installation a new one whenever `granted` is another word than before, and at
 * first. `explained` makes of Octokit's error one of ours.
 */
export function grantedTokens(explained: (error: unknown) => never) {
  const taken = new Map<number, Taken>();
  return async (octokit: ProbotOctokit, installationId: number, granted: string): Promise<void> => {
    const before = taken.get(installationId);
    const here = before?.granted === granted ? before : { granted, token: takeNewToken(octokit).catch(explained) };
    taken.set(installationId, here);
    try {
      await here.token;
    } catch (error) {
      if (taken.get(installationId) === here) taken.delete(installationId);
      // Whoever is not let in hears so of the first request, and knows there what it means.
      if (!(error instanceof NotVisible || (error instanceof GitHubFailure && error.status === 404))) throw error;
    }
  };
}
