import type { EvidenceKind } from './evidence-kind.ts';
import { account } from './shared/commit-facts.ts';
import { ofPulls } from './shared/of-pulls.ts';

/** The committer of what is merged on the website is GitHub itself: who opened it brought it. */
export const pullRequests: EvidenceKind = ofPulls('pull-request', 'creator', {
  did: (number) => `opened pull request #${number}, which contains the commit`,
  acts: ({ author, createdAt, url }) => [{ who: account(author), at: createdAt, url }],
});
