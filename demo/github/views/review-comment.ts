import type { PullRequest } from '../model.ts';
import type { ReviewComment } from '../pull-records.ts';
import { fullName, type World } from '../world.ts';
import { association } from './issues.ts';
import { account } from './people.ts';
import { iso, nodeId, type View } from './view.ts';

export const reviewComment = (world: World, on: PullRequest, one: ReviewComment): View => {
  const base = `${world.api}/repos/${fullName(on.repository)}/pulls`;
  const links = {
    self: `${base}/comments/${one.id}`,
    html: `${world.web}/${fullName(on.repository)}/pull/${on.number}#discussion_r${one.id}`,
    pull_request: `${base}/${on.number}`,
  };
  return {
    url: links.self,
    html_url: links.html,
    pull_request_url: links.pull_request,
    id: one.id,
    node_id: nodeId('PullRequestReviewComment', one.id),
    pull_request_review_id: one.review,
    path: one.path,
    line: one.line,
    original_line: one.line,
    side: 'RIGHT',
    diff_hunk: '@@ -0,0 +1 @@',
    commit_id: one.sha,
    original_commit_id: one.sha,
    subject_type: 'line',
    user: account(world, one.user),
    body: one.body,
    created_at: iso(one.createdAt),
    updated_at: iso(one.updatedAt),
    author_association: association(world, { ...on, user: one.user }),
    _links: Object.fromEntries(Object.entries(links).map(([name, href]) => [name, { href }])),
  };
};
