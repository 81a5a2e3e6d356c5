import type { EvidenceKind } from './evidence-kind.ts';
import { account } from './shared/commit-facts.ts';
import { ofPulls } from './shared/of-pulls.ts';

/** What is merged on the website has GitHub itself as its committer; this is the human who did it. */
export const pullRequestMerges: EvidenceKind = ofPulls('pull-request-merge', {
  did: (number) => `merged pull request #${number}, which contains the commit,`,
  acts: ({ mergedBy, mergedAt, url }) => [{ who: account(mergedBy), at: mergedAt, url }],
});
