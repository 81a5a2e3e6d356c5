import { GitHubFailure } from '../github/github.ts';
import type { DigestAction } from './action.ts';
import { standIssue } from './shared/issue.ts';

/** One issue in each private repository that still holds what leavers made, for those who work there. */
export const digestIssue: DigestAction = {
  name: 'digest-issue',
  subject: 'digest',
  permission: 'Issues: write',

  carryOut: async (world, step) => {
    try {
      return await standIssue(world, step);
    } catch (error) {
      // Somebody switched issues off since the repositories were listed: the next sweep knows, and the case tells.
      if (error instanceof GitHubFailure && error.status === 410) return { remote: 0, state: 'closed' };
      throw error;
    }
  },
};
