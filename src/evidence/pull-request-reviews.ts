import type { EvidenceKind } from './evidence-kind.ts';
import { account } from './shared/commit-facts.ts';
import { ofPulls } from './shared/of-pulls.ts';

/** Who looked at it and let it pass answers for that, and did not make it. */
export const pullRequestReviews: EvidenceKind = ofPulls('pull-request-review', {
  did: (number) => `approved pull request #${number}, which contains the commit,`,
  acts: ({ reviews }) =>
    (reviews?.nodes ?? []).flatMap((review) =>
      review ? [{ who: account(review.author), at: review.submittedAt, url: review.url }] : [],
    ),
});
