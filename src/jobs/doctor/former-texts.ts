import { z } from 'zod';
import { NotVisible, ownerAndName } from '../../github/github.ts';
import type { KeyedOutcome } from '../../model/outcome.ts';
import type { Site } from '../context.ts';
import { ISSUE_ACTIONS } from '../writing/carry-out.ts';
import type { Checkup, Examination } from './checkup.ts';

/** An issue of ours, in the repository that its key names, or else in that of the cases. */
const ISSUE = /^(?:digest-issue:(\d+)|case-issue:[^@]*(?:@(\d+))?)$/;

/** As many are asked for: who deletes these is told of the others. */
const SOME = 20;

/**
 * What was written while a repository was private is read by everybody once it is public:
 * Handback takes the text away, and GitHub keeps the former ones. There is no request that
 * deletes a former text, and the one that deletes an issue takes no App's token.
 */
export const formerTexts: Examination = {
  about: 'issues that became public',

  run: async ({ context: { store }, site }) => {
    if (site === undefined) return [];
    const { id: org } = site.organization;
    const home = (await store.records.read(org, 'case-home', 'home'))?.repositoryId;
    const all = await store.repositories.list(org);
    const shown = new Map(all.flatMap((each) => (each.private || each.goneAt !== undefined ? [] : [[each.id, each]])));
    const issues = (await store.outcomes.list(org, ISSUE_ACTIONS)).flatMap((outcome) => {
      const repository = shown.get(repositoryOf(outcome, home) ?? 0);
      return repository === undefined ? [] : [{ repository: repository.fullName, number: outcome.remote }];
    });
    const there: string[] = [];
    for (const issue of issues.slice(0, SOME)) {
      if (await isThere(site, issue)) there.push(`${site.github.serverUrl}/${issue.repository}/issues/${issue.number}`);
    }
    if (there.length === 0) return [];
    const more = issues.length > SOME ? ', and perhaps others' : '';
    const checkup: Checkup = {
      state: 'ill',
      says: `everybody can read the former texts of ${there.join(', ')}${more}: GitHub keeps them in the history of the issue and of its comments`,
      next: 'Somebody who may delete issues there deletes them: GitHub lets no App do it.',
    };
    return [checkup];
  },
};

function repositoryOf({ key, remote }: KeyedOutcome, home: number | undefined): number | undefined {
  const [named, digest, left] = ISSUE.exec(key) ?? [];
  return named === undefined || remote === 0 ? undefined : Number(digest ?? left ?? home);
}

interface OurIssue {
  readonly repository: string;
  readonly number: number;
}

/** In a repository that everybody sees, what GitHub does not show was deleted. */
async function isThere({ github }: Site, { repository, number }: OurIssue): Promise<boolean> {
  const route = 'GET /repos/{owner}/{repo}/issues/{issue_number}';
  try {
    const where = { ...ownerAndName(repository), issue_number: number };
    return (await github.find(route, where, z.object({ number: z.number() }))) !== undefined;
  } catch (error) {
    if (error instanceof NotVisible) return true;
    throw error;
  }
}
